-- A doubt about somebody whose record was handed to another county is that county's.
UPDATE matching_arrival a SET region = p.region
FROM people_enrolment e JOIN people_person p ON p.id = e.person_id
WHERE e.register = 'poor' AND e.number = a.person_no AND p.handed
