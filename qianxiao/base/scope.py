"""Ranges of region codes, and the row security that keeps a table inside them; text only, no database here."""

import re
from collections.abc import Iterable

Range = tuple[str, str]  # half-open [lo, hi), compared byte by byte
WHOLE: Range = ("", "~")  # "~" lies behind every code, also behind those that could not be read
RANGES, INSTITUTIONS = "qx.ranges", "qx.institutions"  # the settings a transaction carries
PERSON = "qx.person"  # the one person who looks at the own rows
ALONG = "qx.along"  # "on" while lines are asked for that came along with a person, wherever they lie
_TOLD = f"NULLIF(current_setting('{RANGES}', true), '')::region_ranges"
_HELD = f"SELECT {_TOLD}"
_SINGLE = f"(SELECT held = region_ranges(range_merge(held)) FROM ({_HELD} AS held) AS told)"
_CODE = re.compile(r"[0-9A-Za-z:~?]*")
_NAME = re.compile(r"[a-z_]+")

# Multiranges exist since PostgreSQL 14; the collation makes the order that of the code columns.
TYPE = """
CREATE TYPE region_range AS RANGE (
    subtype = text, subtype_opclass = text_ops, collation = "C", multirange_type_name = region_ranges);
"""
NO_TYPE = "DROP TYPE region_range;"


def joined(ranges: Iterable[Range]) -> tuple[Range, ...]:
    """Sorted ranges without the empty ones; those that touch or overlap become one."""
    found: list[Range] = []
    for lo, hi in sorted(one for one in ranges if one[0] < one[1]):
        if found and lo <= found[-1][1]:
            found[-1] = (found[-1][0], max(hi, found[-1][1]))
        else:
            found.append((lo, hi))
    return tuple(found)


def multirange(ranges: Iterable[Range]) -> str:
    """Ranges as PostgreSQL writes them. Raises ValueError on a bound that is no region code."""
    parts = []
    for lo, hi in ranges:
        if not (_CODE.fullmatch(lo) and _CODE.fullmatch(hi)):
            raise ValueError(f"no region codes: {lo!r}, {hi!r}")
        parts.append(f'["{lo}","{hi}")')
    return "{" + ",".join(parts) + "}"


def array(words: Iterable[str]) -> str:
    """A text array as PostgreSQL writes it."""
    escaped = (word.replace("\\", "\\\\").replace('"', '\\"') for word in sorted(words))
    return "{" + ",".join(f'"{word}"' for word in escaped) + "}"


def setting(name: str, kind: str) -> str:
    """A setting as an init plan. Empty is NULL: after a transaction PostgreSQL leaves '' behind, not NULL."""
    return f"(SELECT NULLIF(current_setting('{name}', true), ''))::{kind}"


def in_ranges(column: str) -> str:
    """A code inside the ranges of the transaction.

    Plain comparisons first, the multirange only for a post with several ranges. CASE keeps the planner from
    multiplying guesses about values it cannot see: it would take every list for a handful of rows, and sort it.
    """
    return (
        f"(CASE WHEN {column} >= (SELECT lower(({_HELD}))) AND {column} < (SELECT upper(({_HELD})))"
        f" THEN {_SINGLE} OR {column} <@ ({_HELD}) ELSE false END)"
    )


def by_index(column: str) -> str:
    """The same rows as `in_ranges`, in a form that a btree answers: for tables whose place alone decides.

    Where a query names its own range, the tighter bounds win before a row is read, so the policy costs a count almost
    nothing. The planner takes unseen bounds for a small range: only for lists that an index keeps in their order.
    """
    return (
        f"({column} >= (SELECT lower({_TOLD})) AND {column} < (SELECT upper({_TOLD}))"
        f" AND ({_SINGLE} OR {column} <@ ({_HELD})))"
    )


def by_index_or(column: str, along: str) -> str:
    """`by_index`; and while a transaction says so (`ALONG`), rows for which another condition holds as well.

    An OR keeps every policy from an index, so the condition counts for those who ask for it, not for each list.
    """
    on = f"coalesce(current_setting('{ALONG}', true), '') = 'on'"
    return (
        f"({column} >= (SELECT CASE WHEN {on} THEN '{WHOLE[0]}' ELSE lower({_TOLD}) END)"
        f" AND {column} < (SELECT CASE WHEN {on} THEN '{WHOLE[1]}' ELSE upper({_TOLD}) END)"
        f" AND ((SELECT held = region_ranges(range_merge(held)) AND NOT {on} FROM ({_HELD} AS held) AS told)"
        f" OR {column} <@ ({_HELD}) OR ((SELECT {on}) AND {along})))"
    )


def of_institutions(column: str) -> str:
    """An institution code among those of the transaction."""
    return f"({column} = ANY ({setting(INSTITUTIONS, 'text[]')}))"


def of_person(column: str) -> str:
    """A person's own rows, for that person (X-14)."""
    return f"({column} = {setting(PERSON, 'uuid')})"


def protect(table: str, *allowed: str) -> str:
    """SQL that shows and accepts rows of a table only under one of the conditions, for its owner as well."""
    if not allowed or not _NAME.fullmatch(table):
        raise ValueError(f"row security of {table!r} needs a condition")
    condition = " OR ".join(allowed)
    return (
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY; ALTER TABLE {table} FORCE ROW LEVEL SECURITY;\n"
        f"CREATE POLICY scope ON {table} USING ({condition}) WITH CHECK ({condition});\n"
    )


def release(table: str) -> str:
    """Undo `protect`."""
    return (
        f"DROP POLICY scope ON {table}; ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY;"
        f" ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;\n"
    )
