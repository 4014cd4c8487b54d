"""What the pages' database role may do: use every table, own none, never pass row security."""

from typing import Any

from django.conf import settings
from django.db import connection

# Tables whose rows a trigger keeps from being changed: the role gets no right to try.
_GRANT = """
DO $$
DECLARE
    one record;
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{role}') OR current_user = '{role}' THEN
        RETURN;
    END IF;
    GRANT USAGE ON SCHEMA public TO {role};
    -- rosters are staged in a table of the transaction alone: COPY does not go into tables under row security
    IF NOT has_database_privilege('{role}', current_database(), 'TEMPORARY') THEN
        EXECUTE format('GRANT TEMPORARY ON DATABASE %I TO {role}', current_database());
    END IF;
    GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {role};
    FOR one IN
        SELECT c.oid::regclass AS name, EXISTS (
            SELECT FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid
            WHERE t.tgrelid = c.oid AND p.proname LIKE '%%insert\\_only') AS fixed
        FROM pg_class c
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
            AND pg_get_userbyid(c.relowner) = current_user
    LOOP
        EXECUTE format('REVOKE ALL ON %s FROM {role}', one.name);
        EXECUTE format('GRANT SELECT, INSERT%s ON %s TO {role}',
            CASE WHEN one.fixed THEN '' ELSE ', UPDATE, DELETE' END, one.name);
    END LOOP;
END $$
"""
_BOUND = """
SELECT r.rolname, r.rolsuper OR r.rolbypassrls,
    EXISTS (SELECT FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relowner = r.oid)
FROM pg_roles r WHERE r.rolname = current_user
"""


def grant_app_role(**_told: Any) -> None:
    """After every migration: the pages' role may read and write rows, and only add to insert-only tables."""
    role = connection.ops.quote_name(settings.APP_ROLE)
    if '"' in settings.APP_ROLE or "'" in settings.APP_ROLE:
        raise ValueError("DATABASE_APP_ROLE holds a quotation mark")
    with connection.cursor() as cursor:
        cursor.execute(
            _GRANT.replace("'{role}'", f"'{settings.APP_ROLE}'").replace("{role}", role).replace("%%", "%")
        )


def why_not_bound() -> str:
    """Empty when row security binds the role of this connection; else what is wrong with it."""
    with connection.cursor() as cursor:
        cursor.execute(_BOUND)
        name, above, owner = cursor.fetchone()
    if above:
        return f"the database role {name} passes row security: pages must not work under it"
    if owner:
        return f"the database role {name} owns tables: set DATABASE_URL to another role, DATABASE_OWNER_URL to this one"
    return ""
