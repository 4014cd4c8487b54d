"""Caps and exclusions: what stops a line whose conditions are all met. Set-based, one window or join each."""

from qianxiao.engine.rules.model import Cap, Exclusion, RuleFile
from qianxiao.engine.sqltext import literal


def all_caps(file: RuleFile) -> list[Cap]:
    """The caps of all versions, each name once, in the order of the newest version."""
    found: dict[str, Cap] = {}
    for rule in reversed(file.rules):
        for cap in rule.caps:
            found.setdefault(cap.name, cap)
    return list(found.values())


def all_exclusions(file: RuleFile) -> list[Exclusion]:
    """The exclusions of all versions, each item once."""
    found: dict[str, Exclusion] = {}
    for rule in reversed(file.rules):
        for exclusion in rule.exclusions:
            found.setdefault(exclusion.item, exclusion)
    return list(found.values())


LINE = (
    "person_no, register, rec_id, term, decisive_date, county, period_from, period_to, rule_id, rule_version,"
    " payee_kind, fund, sum_due, met, unmet, missing, judgement"
)
"""What a judged line carries on; keys and limits of the caps are left behind."""
_TEXT = "varchar(60)"
"""Both engines know it; Spark reads a bare varchar as an error."""


def stops(file: RuleFile, first: str) -> tuple[list[str], str, tuple[str, ...]]:
    """Named queries that add column `stop`, the name of the last one, and the tables they read.

    Exclusions come before caps, so that an excluded line does not use up somebody's number. Only lines that
    are still alive pass through the windows: most of a month's lines are not.
    """
    exclusions, caps = all_exclusions(file), all_caps(file)
    queries = _excluded(file, exclusions, first)
    queries.append("stop_0 as (select * from open_lines where judgement = 'due' and shut is null)")
    queries += [_capped(i, cap) for i, cap in enumerate(caps)]
    stop = "coalesce(" + ", ".join(f"stop_{i + 1}" for i in range(len(caps))) + ")" if caps else "shut"
    queries.append(
        f"""stopped as (select {LINE}, {stop} as stop from stop_{len(caps)}
  union all select {LINE}, shut as stop from open_lines where judgement <> 'due' or shut is not null)"""
    )
    reads = [f"due_{ex.item}" if ex.against == "due" else "paid_periods" for ex in exclusions]
    return queries, "stopped", tuple(dict.fromkeys(reads))


def _excluded(file: RuleFile, exclusions: list[Exclusion], first: str) -> list[str]:
    """Column `shut`: the first exclusion that strikes a line, by the order of the rule file."""
    if not exclusions:
        return [f"open_lines as (select *, cast(null as {_TEXT}) as shut from {first})"]
    hits = "\n  union all ".join(_hits(file, i, exclusion, first) for i, exclusion in enumerate(exclusions))
    whens = " ".join(f"when {i} then {literal('excluded:' + ex.item)}" for i, ex in enumerate(exclusions))
    return [
        f"hits as (select register, rec_id, term, min(nth) as nth from ({hits}) u group by register, rec_id, term)",
        f"""open_lines as (select s.*, case h.nth {whens} end as shut from {first} s
  left join hits h on h.register = s.register and h.rec_id = s.rec_id and h.term is not distinct from s.term)""",
    ]


def _hits(file: RuleFile, i: int, exclusion: Exclusion, first: str) -> str:
    """Lines of a person who has the other item in the same term or in an overlapping period."""
    versions = ", ".join(
        str(r.version) for r in file.rules if exclusion.item in {e.item for e in r.exclusions}
    )
    period = "e.period_from <= s.period_to and e.period_to >= s.period_from"
    same = "e.term = s.term" if exclusion.within == "term" else period
    due = exclusion.against == "due"
    table = f"due_{exclusion.item}" if due else "paid_periods"
    test = "verdict = 'due'" if due else f"item = {literal(exclusion.item)}"
    return f"""select s.register, s.rec_id, s.term, {i} as nth from {first} s
    join (select person_no, term, period_from, period_to from {table} where {test}) e
    on e.person_no = s.person_no and {same} where s.judgement = 'due' and s.rule_version in ({versions})"""


def _capped(i: int, cap: Cap) -> str:
    """Lines beyond the limit are stopped, the earliest stay. A line whose key is not known is not counted."""
    year = "cast(floor(decisive_date / 10000) as bigint)"
    own = {"year": year, "term": "term"}
    keys = [own.get(key, f"key_{key}") for key in cap.keys]
    order = [own.get(key, f"key_{key}") + " nulls last" for key in cap.order]
    before = "".join(f" and stop_{j + 1} is null" for j in range(i))
    known = "".join(f" and {key} is not null" for key in keys)
    live = f"limit_{cap.name} is not null{before}{known}"
    partition = ", ".join([f"({live})", "person_no", *keys])
    ranked = ", ".join([*order, "decisive_date", "register", "rec_id", "coalesce(term, '')"])
    late = f"row_number() over (partition by {partition} order by {ranked}) > limit_{cap.name}"
    stop = literal(f"cap:{cap.name}")
    return f"stop_{i + 1} as (select *, case when {live} and {late} then {stop} end as stop_{i + 1} from stop_{i})"
