-- Every person with what the registers know of them. Ages are those of the end of 2019.
CREATE OR REPLACE TABLE people AS
WITH p AS (
    SELECT p.*, n.name, n.rare, pl.village, pl.village_name, pl.county,
        h(p.pid, 'school') % 10000 AS draw,
        CASE WHEN hit(p.h, 'shared phone', :world_shared_phone) THEN tel(p.vi, 'village phone') ELSE tel(p.h, 'house phone') END AS hh_phone,
        tel(p.pid, 'phone') AS own_phone, p.pid - :base * 10 AS k
    FROM people1 p JOIN names n ON n.nk = p.nk JOIN place pl ON pl.vi = p.vi
)
SELECT * EXCLUDE (draw, k),
    CASE WHEN NOT registered THEN NULL ELSE '9' || lpad(((k * 7919 + 104729) % 10000000000)::VARCHAR, 10, '0') || :province || lpad((k % 97)::VARCHAR, 2, '0') END AS person_no,
    CASE WHEN NOT poor THEN NULL ELSE '8' || :province || lpad(((h - :base) * 7919 % 10000000000)::VARCHAR, 10, '0') END AS hh_no,
    CASE WHEN age < 3 THEN '00' WHEN age < 6 THEN CASE WHEN draw < 7000 THEN '10' ELSE '00' END WHEN age < 12 THEN '20'
        WHEN age = 12 THEN '31' WHEN age = 13 THEN '32' WHEN age = 14 THEN '33'
        WHEN age <= 17 THEN CASE WHEN draw < 7000 THEN '40' ELSE '00' END
        WHEN age <= 22 THEN CASE WHEN draw < 3500 THEN '60' WHEN draw < 6800 THEN '70' ELSE '00' END ELSE '00' END AS in_school,
    CASE WHEN age < 6 THEN NULL WHEN age < 12 THEN '1' WHEN age < 15 THEN '2' WHEN age <= 17 THEN '3'
        WHEN age <= 22 THEN CASE WHEN draw < 6800 THEN '4' WHEN draw < 8800 THEN '3' ELSE '4' END
        WHEN gen = 'o' THEN CASE WHEN draw < 3200 THEN '1' WHEN draw < 7600 THEN '2' WHEN draw < 9500 THEN '3' ELSE '4' END
        WHEN gen = 'm' THEN CASE WHEN draw < 500 THEN '1' WHEN draw < 3200 THEN '2' WHEN draw < 8300 THEN '3' WHEN draw < 9400 THEN '4' ELSE '5' END
        ELSE CASE WHEN draw < 600 THEN '2' WHEN draw < 6200 THEN '3' WHEN draw < 8000 THEN '4' WHEN draw < 9200 THEN '5' ELSE '6' END END AS edu,
    CASE WHEN age < 16 THEN '5' WHEN age >= 60 THEN CASE WHEN draw % 100 < 20 THEN '3' WHEN draw % 100 < 40 THEN '4' ELSE '5' END
        WHEN hit(pid, 'labour', 7900) THEN '1' WHEN hit(pid, 'labour 2', 3300) THEN '2' WHEN hit(pid, 'labour 3', 5200) THEN '3' ELSE '4' END AS labour,
    CASE WHEN hit(pid, 'health', 7800) THEN '1' WHEN hit(pid, 'chronic', 5000) THEN '2' WHEN hit(pid, 'serious', 3600) THEN '3'
        WHEN hit(pid, 'several', 1200) THEN '2;4' ELSE '4' END AS health,
    CASE WHEN poor AND hit(pid, 'entered', :world_entered) THEN DATE '2019-01-05' + rint(pid, 'entered on', 0, 720)::INTEGER
        ELSE DATE '2013-12-01' + rint(h, 'identified', 0, 1100)::INTEGER END AS identified_on,
    CASE WHEN NOT poor OR m = 1 THEN NULL WHEN hit(pid, 'died', :world_died * CASE WHEN age >= 60 THEN 3 ELSE 1 END) THEN '1'
        WHEN hit(pid, 'left', :world_left) AND age BETWEEN 18 AND 40 THEN CASE sex WHEN 2 THEN '2' ELSE '3' END END AS change_type,
    DATE '2019-02-01' + rint(pid, 'change', 0, 660)::INTEGER AS change_date,
    CASE WHEN hit(pid, 'struck off', :world_struck_off) THEN rint(pid, 'struck', 60, 240)::INTEGER END AS struck_after,
    CASE WHEN hit(h, 'attr', 7200) THEN '1' WHEN hit(h, 'attr 2', 8800) THEN '2' ELSE '3' END AS hh_attr,
    CASE WHEN hit(h, 'cause', 3600) THEN '01' WHEN hit(h, 'cause 2', 3400) THEN '09' WHEN hit(h, 'cause 3', 4200) THEN '07'
        WHEN hit(h, 'cause 4', 4400) THEN '08' WHEN hit(h, 'cause 5', 4000) THEN '03' WHEN hit(h, 'cause 6', 5000) THEN '02' ELSE '11' END AS cause,
    CASE WHEN hit(h, 'exit', 8800) THEN 2015 + (h(h, 'exit year') % 5)::INTEGER END AS exit_year,
    CASE WHEN hit(h, 'town', 300) THEN '3' ELSE '1' END AS hukou_type,
    CASE WHEN hit(h, 'monitored', 250) THEN CASE WHEN hit(h, 'monitored 2', 6000) THEN '1' ELSE '2' END END AS monitor_type,
    account_of(h, 'account') AS account
FROM p;
-- Whom the register drops some months after death or departure (the dead who are planted in classes stay in it).
ALTER TABLE people ADD COLUMN struck_on DATE;
UPDATE people SET struck_on = change_date + struck_after
WHERE struck_after IS NOT NULL AND (change_type IN ('2', '3') OR (change_type = '1' AND NOT hit(pid, 'dead trained', :plant_dead_served)));
DROP TABLE people0;
DROP TABLE people1;
CREATE OR REPLACE VIEW workers AS
SELECT * FROM people WHERE age BETWEEN 17 AND 57 AND labour IN ('1', '2', '3') AND in_school = '00' AND (change_type IS NULL OR change_type <> '1');
CREATE OR REPLACE VIEW leavers AS
SELECT * FROM people WHERE age BETWEEN 15 AND 20 AND in_school = '00' AND edu IN ('3', '4') AND change_type IS NULL;
