"""Caps and exclusions: what stops a line whose conditions are all met. Set-based, one window or join each.

Most people have one line of a kind and nothing that excludes it: their lines pass by the windows and joins.
"""

from qianxiao.engine.rules.model import Cap, Exclusion, RuleFile
from qianxiao.engine.sqltext import literal

TEXT = "varchar(60)"
"""Both engines know it; Spark reads a bare varchar as an error."""
_YEAR = "cast(floor(decisive_date / 10000) as bigint)"
_OWN = {"year": _YEAR, "term": "term"}
"""Keys of caps that every line has."""


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


def kept(file: RuleFile) -> list[str]:
    """Case columns that caps read after the conditions are judged."""
    return sorted({key for cap in all_caps(file) for key in (*cap.keys, *cap.order)} - set(_OWN))


def _source(exclusion: Exclusion) -> tuple[str, str]:
    """Table and condition of the lines an exclusion looks at."""
    if exclusion.against == "due":
        return f"due_{exclusion.item}", "verdict = 'due'"
    return "paid_periods", f"item = {literal(exclusion.item)}"


def outside(file: RuleFile) -> tuple[str, ...]:
    """Tables the exclusions of an item read."""
    return tuple(dict.fromkeys(_source(exclusion)[0] for exclusion in all_exclusions(file)))


def _source_lines(exclusion: Exclusion, line: str) -> str:
    """JOIN of the lines `e` that exclude the line of the same person, in the same term or an overlapping period."""
    table, test = _source(exclusion)
    period = f"e.period_from <= {line}.period_to and e.period_to >= {line}.period_from"
    same = f"e.term = {line}.term" if exclusion.within == "term" else period
    return f"""join (select person_no, term, period_from, period_to from {table} where {test}) e
    on e.person_no = {line}.person_no and {same}"""


def crowd(file: RuleFile, case: str, alone: bool) -> str:
    """SELECT of the cases of people with more than one, and of those that something excludes; or of all others."""
    hits = [
        f"select c.person_no from {case} c {_source_lines(exclusion, 'c')} where c.person_lines = 1"
        for exclusion in all_exclusions(file)
    ]
    if not hits:
        return f"select c.* from {case} c where c.person_lines {'=' if alone else '>'} 1"
    struck = f"(select distinct person_no from ({' union all '.join(hits)}) u) x on x.person_no = c.person_no"
    if alone:
        return f"select c.* from {case} c left join {struck} where c.person_lines = 1 and x.person_no is null"
    # Two reads, each with a filter that can be held against the file, are less than one read of everything.
    return f"""select c.* from {case} c where c.person_lines > 1
  union all select c.* from {case} c join {struck} where c.person_lines = 1"""


def needs_crowd(file: RuleFile) -> str:
    """SQL condition on cases `c`: whose lines a stop may strike; empty when it may be anybody's.

    Wider than `crowd` where an exclusion looks at periods, because a person is asked for, not a day.
    """
    if _may_shut(file):
        return ""
    sources = (_source(exclusion) for exclusion in all_exclusions(file))
    hits = [f"c.person_no in (select person_no from {table} where {test})" for table, test in sources]
    return " or ".join(["c.person_lines > 1", *hits])


def _may_shut(file: RuleFile) -> list[Cap]:
    """The caps whose limit is below one somewhere: they stop even the only line of a person."""
    return [
        cap for cap in all_caps(file) if any(value.value < 1 for value in file.parameters[cap.limit].values)
    ]


def _keys(names: tuple[str, ...]) -> list[str]:
    return [_OWN.get(name, f"key_{name}") for name in names]


def shut_alone(file: RuleFile) -> str:
    """SQL of `stop` for the only line of a person: a cap stops it when its limit is below one."""
    whens = []
    for cap in _may_shut(file):
        known = "".join(f" and {key} is not null" for key in _keys(cap.keys))
        whens.append(
            f"when judgement = 'due' and limit_{cap.name} < 1{known} then {literal('cap:' + cap.name)}"
        )
    return f"cast({'case ' + ' '.join(whens) + ' end' if whens else 'null'} as {TEXT})"


def stops(file: RuleFile, first: str, line: str) -> tuple[list[str], str]:
    """Named queries that add column `stop` to the columns `line`, and the name of the last one.

    Exclusions come before caps, so that an excluded line does not use up somebody's number. Only lines that
    are still alive pass through the windows.
    """
    exclusions, caps = all_exclusions(file), all_caps(file)
    queries = _excluded(file, exclusions, first)
    queries.append("stop_0 as (select * from open_lines where judgement = 'due' and shut is null)")
    queries += [_capped(i, cap) for i, cap in enumerate(caps)]
    stop = "coalesce(" + ", ".join(f"stop_{i + 1}" for i in range(len(caps))) + ")" if caps else "shut"
    queries.append(
        f"""stopped as (select {line}, {stop} as stop from stop_{len(caps)}
  union all select {line}, shut as stop from open_lines where judgement <> 'due' or shut is not null)"""
    )
    return queries, "stopped"


def _excluded(file: RuleFile, exclusions: list[Exclusion], first: str) -> list[str]:
    """Column `shut`: the first exclusion that strikes a line, by the order of the rule file."""
    if not exclusions:
        return [f"open_lines as (select *, cast(null as {TEXT}) as shut from {first})"]
    hits = "\n  union all ".join(_hits(file, i, exclusion, first) for i, exclusion in enumerate(exclusions))
    whens = " ".join(f"when {i} then {literal('excluded:' + ex.item)}" for i, ex in enumerate(exclusions))
    return [
        f"hits as (select rec_id, term, min(nth) as nth from ({hits}) u group by rec_id, term)",
        f"""open_lines as (select s.*, case h.nth {whens} end as shut from {first} s
  left join hits h on h.rec_id = s.rec_id and h.term is not distinct from s.term)""",
    ]


def _hits(file: RuleFile, i: int, exclusion: Exclusion, first: str) -> str:
    """Lines of a person who has the other item in the same term or in an overlapping period."""
    versions = ", ".join(
        str(r.version) for r in file.rules if exclusion.item in {e.item for e in r.exclusions}
    )
    return f"""select s.rec_id, s.term, {i} as nth from {first} s {_source_lines(exclusion, "s")}
    where s.judgement = 'due' and s.rule_version in ({versions})"""


def _capped(i: int, cap: Cap) -> str:
    """Lines beyond the limit are stopped, the earliest stay. A line whose key is not known is not counted."""
    keys = _keys(cap.keys)
    order = [f"{key} nulls last" for key in _keys(cap.order)]
    before = "".join(f" and stop_{j + 1} is null" for j in range(i))
    known = "".join(f" and {key} is not null" for key in keys)
    live = f"limit_{cap.name} is not null{before}{known}"
    partition = ", ".join([f"({live})", "person_no", *keys])
    ranked = ", ".join([*order, "decisive_date", "rec_id", "coalesce(term, '')"])
    late = f"row_number() over (partition by {partition} order by {ranked}) > limit_{cap.name}"
    stop = literal(f"cap:{cap.name}")
    return f"stop_{i + 1} as (select *, case when {live} and {late} then {stop} end as stop_{i + 1} from stop_{i})"
