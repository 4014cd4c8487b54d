"""Parameters of the matching learned from the month itself (19-05-04)."""

from collections.abc import Iterable
from dataclasses import dataclass

from qianxiao.engine.engines import Row
from qianxiao.engine.link.evidence import MILLION, Parameters, defaults
from qianxiao.engine.run import Run


@dataclass(frozen=True)
class Seen:
    """Counts of the month from which parameters are learned.

    same, kin, outside: rows (field, level, number) of pairs surely the same person, of pairs of one household,
    of mentions that resemble nobody registered;
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
    matched = run.engine.rows(f"select count(distinct ikey) {fits}")[0][0]
    kin = run.engine.rows(
        "select 'name', n.level, count(*) from link_kin_pairs as k join link_kin as m on m.ikey = k.ikey"
        " join link_p as p on p.person_no = k.person_no join link_kin_names as n on n.a = m.fname and n.b = p.fname"
        " group by n.level"
    )
    outside = run.engine.rows(
        "select 'group', case when says_poor = 1 then 1 else 2 end, count(*) from link_m where says_poor is not null"
        " and ikey not in (select ikey from link_blocks) group by 2"
    )
    lent = run.engine.rows(
        "select ev_name, count(distinct ikey) from link_evidence where ev_id = 1 and ev_name in (7, 8) and ikey not in"
        " (select ikey from link_evidence where ev_id <> 1 and ev_name < 3) group by ev_name"
    )
    lent_by = {int(level): int(number) for level, number in lent}
    again = run.engine.rows(
        "select count(*), coalesce(sum(case when n = 2 then 1 else 0 end), 0) from link_counted where kind = 'name'"
    )
    names = run.engine.rows("select count(distinct fname) from link_p")[0][0]
    repeated, twice = int(again[0][0]), int(again[0][1])
    return Seen(
        run.period,
        run.counts["link_p"],
        run.counts["link_m"],
        int(matched),
        lent_by.get(7, 0),
        lent_by.get(8, 0),
        int(names) - repeated,
        twice,
        same,
        kin,
        outside,
    )
