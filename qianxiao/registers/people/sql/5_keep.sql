-- Sealed numbers of one stretch into their place.
INSERT INTO people_sealed (person_id, kind, version, sealed, index, index_version, contested)
SELECT person_id, kind, version, sealed, index, %(index_version)s, contested FROM people_fresh
ON CONFLICT (person_id, kind) DO UPDATE SET version = excluded.version, sealed = excluded.sealed, index = excluded.index,
    index_version = excluded.index_version, contested = excluded.contested;
TRUNCATE people_fresh;
