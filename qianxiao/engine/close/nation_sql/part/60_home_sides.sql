-- table: home_sides
-- reads: training_sides, guests
-- order: rec_id
-- Trainings delivered here: a class is reconciled with the province that held it (20-11-02).
SELECT t.* FROM training_sides t LEFT JOIN guests g ON g.register = 'trainees' AND g.rec_id = t.rec_id WHERE g.rec_id IS NULL
