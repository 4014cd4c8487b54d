-- Waiting pairs the month no longer asks about. One whose decision the close still honours (told) waits on: the close was
-- silent because it was told, not because it knows.
UPDATE matching_doubt d SET state = 'gone'
WHERE d.state IN ('open', 'visit', 'settled') AND d.told NOT IN ('same', 'apart')
    AND NOT EXISTS (SELECT FROM matching_arrival a WHERE a.asked AND a.mark = d.mark)
