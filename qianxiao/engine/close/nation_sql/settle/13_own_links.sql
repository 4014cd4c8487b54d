-- table: own_links
-- reads: links, persons
-- order: register, rec_id
-- Links to people registered here: what rules, states and figures count. People of other provinces are served in theirs.
SELECT l.* FROM links l JOIN (SELECT DISTINCT person_no FROM persons) p ON p.person_no = l.person_no
