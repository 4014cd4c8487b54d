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


def stops(file: RuleFile, first: str) -> tuple[list[str], str, tuple[str, ...]]:
    """Named queries that add column `stop`, the name of the last one, and the tables they read.

    Exclusions come before caps, so that an excluded line does not use up somebody's number.
    """
    queries = [f"stop_0 as (select *, cast(null as {_TEXT}) as stop_0 from {first})"]
    reads: list[str] = []
    done = 0
    for exclusion in all_exclusions(file):
        versions = ", ".join(
            str(r.version) for r in file.rules if exclusion.item in {e.item for e in r.exclusions}
        )
        queries += _excluded(done, exclusion, versions)
        reads.append(f"due_{exclusion.item}" if exclusion.against == "due" else "paid_periods")
        done += 1
    for cap in all_caps(file):
        queries.append(_capped(done, cap))
        done += 1
    queries.append(f"stopped as (select *, stop_{done} as stop from stop_{done})")
    return queries, "stopped", tuple(dict.fromkeys(reads))


_TEXT = "varchar(60)"
"""Both engines know it; Spark reads a bare varchar as an error."""


def _excluded(i: int, exclusion: Exclusion, versions: str) -> list[str]:
    """A line falls away when the person has the other item in the same term or in an overlapping period."""
    period = "e.period_from <= s.period_to and e.period_to >= s.period_from"
    same = "e.term = s.term" if exclusion.within == "term" else period
    table, test = (
        (f"due_{exclusion.item}", "verdict = 'due'")
        if exclusion.against == "due"
        else ("paid_periods", f"item = {literal(exclusion.item)}")
    )
    live = f"s.judgement = 'due' and s.stop_{i} is null and s.rule_version in ({versions})"
    hits = f"""hits_{i} as (select distinct s.register, s.rec_id, s.term from stop_{i} s
  join (select person_no, term, period_from, period_to from {table} where {test}) e
  on e.person_no = s.person_no and {same} where {live})"""
    lines = f"""stop_{i + 1} as (select s.*,
  case when h.rec_id is not null then {literal("excluded:" + exclusion.item)} else s.stop_{i} end as stop_{i + 1}
  from stop_{i} s left join hits_{i} h
  on h.register = s.register and h.rec_id = s.rec_id and h.term is not distinct from s.term)"""
    return [hits, lines]


def _capped(i: int, cap: Cap) -> str:
    """Lines beyond the limit are stopped, the earliest stay. A line whose key is not known is not counted."""
    year = "cast(floor(decisive_date / 10000) as bigint)"
    own = {"year": year, "term": "term"}
    keys = [own.get(key, f"key_{key}") for key in cap.keys]
    order = [own.get(key, f"key_{key}") + " nulls last" for key in cap.order]
    known = "".join(f" and {key} is not null" for key in keys)
    live = f"judgement = 'due' and stop_{i} is null and limit_{cap.name} is not null{known}"
    partition = ", ".join([f"({live})", "person_no", *keys])
    ranked = ", ".join([*order, "decisive_date", "register", "rec_id", "coalesce(term, '')"])
    late = f"row_number() over (partition by {partition} order by {ranked}) > limit_{cap.name}"
    stop = literal(f"cap:{cap.name}")
    return f"stop_{i + 1} as (select *, case when {live} and {late} then {stop} else stop_{i} end as stop_{i + 1} from stop_{i})"
