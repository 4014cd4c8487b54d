-- table: differences
-- reads: differences_found, guests
-- order: class, county, month, programme, register, rec_id
-- Differences stay where the row was delivered, but a certificate without a record is told where its holder is registered.
SELECT d.* FROM differences_found d LEFT JOIN guests g ON g.register = d.register AND g.rec_id = d.rec_id
WHERE g.rec_id IS NULL OR d.class = 'certificate_without_record'
