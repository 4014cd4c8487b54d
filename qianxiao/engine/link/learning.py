"""Parameters of the matching learned from the month itself (19-05-04)."""

from collections.abc import Iterable
from dataclasses import dataclass

from qianxiao.engine.engines import Row
from qianxiao.engine.link.evidence import MILLION, Parameters, defaults
from qianxiao.engine.run import Run


@dataclass(frozen=True)
class Seen:
    """Counts of the month from which parameters are learned.

    same, kin, lent, outside: rows (field, level, number) of pairs surely the same person, of pairs of one household,
    of mentions that give the number of another member of their household, of mentions that resemble nobody registered;
    lent_…: numbers of registered people under a name that fits nobody of theirs; once, twice: names seen so often.
    """

    period: int
    people: int
    identities: int
    matched: int
    lent_same_surname: int
    lent_other: int
    once: int
    twice: int
    same: list[Row]
    kin: list[Row]
    lent: list[Row]
    outside: list[Row]


def _shares(levels: dict[int, list[int]], side: int, groups: list[list[int]], found: dict[int, int]) -> None:
    """Replace the starting values of one hypothesis by observed shares, smoothed; a group shares one value."""
    smoothing = int(defaults()["smoothing"])
    before = sum(levels[group[0]][side] for group in groups)
    pairs = sum(found.get(level, 0) for group in groups for level in group)
    for group in groups:
        seen = sum(found.get(level, 0) for level in group) * before
        value = max(1, round((seen + smoothing * levels[group[0]][side]) / (pairs + smoothing)))
        for level in group:
            levels[level][side] = value


def _by_field(counts: Iterable[Row]) -> dict[str, dict[int, int]]:
    found: dict[str, dict[int, int]] = {}
    for field, level, pairs in counts:
        found.setdefault(str(field), {})[int(level)] = int(pairs)
    return found


def learn(seen: Seen) -> Parameters:
    """Parameters from what the month shows, smoothed with the starting values."""
    base = defaults()
    smoothing = int(base["smoothing"])
    weights = {
        field: {int(k): list(v) for k, v in levels.items()} for field, levels in base["fields"].items()
    }
    sources = (
        (0, "learned", seen.same),
        (2, "kin_learned", seen.kin),
        (2, "lent_learned", seen.lent),
        (1, "outside_learned", seen.outside),
        (3, "outside_learned", seen.outside),
    )
    for side, groups, found in sources:
        for field, levels in base[groups].items():
            _shares(weights[field], side, levels, _by_field(found).get(field, {}))
    name, number = weights["name"], weights["id"]
    # An unreadable character hides one that may differ: as likely as it is written, times a differing character.
    for side in (1, 2):
        name[3][side] = max(1, name[3][0] * name[6][side] // MILLION)
    # How often somebody outside the register gives a registered person's number: those of the same surname
    # are taken for relatives, the others for strangers.
    kin = seen.lent_same_surname * MILLION * MILLION * MILLION // (name[7][2] * int(base["prior"]["kin"]))
    outside = max(seen.identities - seen.matched, 0)
    number[1][2] = max(1, round((kin + smoothing * number[1][2]) / (seen.matched + smoothing)))
    number[1][1] = max(
        1, round((seen.lent_other * MILLION + smoothing * number[1][1]) / (outside + smoothing))
    )
    # Who writes a relative's number makes a slip in it as often as in one's own.
    number[2][2] = max(1, number[1][2] * number[2][0] // number[1][0])
    start = int(base["prior"]["share"])
    share = round((seen.matched * MILLION + smoothing * start) / (seen.identities + smoothing))
    single = (2 * seen.twice * MILLION + smoothing * MILLION) // (max(seen.once, 1) + smoothing)
    return Parameters(
        seen.period, max(seen.people, 2), min(max(share, 10_000), 990_000), min(single, MILLION), weights
    )


def gather(run: Run) -> Seen:
    """Count what the month shows; needs the evidence, the frequencies and the names of households."""
    fits = "from link_evidence where ev_id = 1 and ev_name < (select conflict_level from link_limits)"
    parts = [
        f"select '{field}', ev_{field}, count(*) {fits} group by ev_{field}"
        for field in defaults()["learned"]
    ]
    same = run.engine.rows(" union all ".join(parts))
    matched = run.engine.rows(f"select count(distinct mkey) {fits}")[0][0]
    kin = run.engine.rows(
        "select 'name', n.level, count(*) from link_kin_pairs as k"
        " join link_kin_names as n on n.a = k.a and n.b = k.b group by n.level"
    )
    by_lender = run.engine.rows(
        "select 'phone', case ev_phone when 3 then 1 else 2 end, count(*) from link_evidence"
        " where ev_id = 3 and ev_name in (1, 2) and ev_phone <> 0 group by 2"
    )
    outside = run.engine.rows(
        "select 'group', case when m.says_poor = 1 then 1 else 2 end, count(*) from link_m as m"
        " left join (select distinct mkey from link_blocks) as b on b.mkey = m.mkey"
        " where m.says_poor is not null and b.mkey is null group by 2"
    )
    lent = run.engine.rows(
        "select e.ev_name, count(distinct e.mkey) from link_evidence as e left join"
        " (select distinct mkey from link_evidence where ev_id <> 1 and ev_name < 3) as o on o.mkey = e.mkey"
        " where e.ev_id = 1 and e.ev_name in (7, 8) and o.mkey is null group by e.ev_name"
    )
    lent_by = {int(level): int(number) for level, number in lent}
    again = run.engine.rows(
        "select coalesce(sum(case when n = 2 then 1 else 0 end), 0),"
        " coalesce(sum(n), 0) from link_counted where kind = 'name'"
    )
    people = run.counts["link_p_new"]
    twice, of_these = (int(value) for value in again[0])
    return Seen(
        run.period,
        people,
        run.counts["link_seen"],
        int(matched),
        lent_by.get(7, 0),
        lent_by.get(8, 0),
        people - of_these,
        twice,
        same,
        kin,
        by_lender,
        outside,
    )
