"""How ID numbers, region codes, dates and months are read, as SQL stages (see `sqlkinds.Reading`)."""

from qianxiao.base import idno
from qianxiao.engine.io import sqlparts as sp
from qianxiao.engine.io.layouts import Column, settings
from qianxiao.engine.io.sqlkinds import PLAIN, Kind, Reading, worded

_TIME = "[ T]+[0-9]{1,2}:[0-9]{2}(:[0-9]{2}([.][0-9]+)?)?$"


def id_no(column: Column) -> Reading:
    """ID number: id_no as delivered, id18, id_class (GB 11643; see `qianxiao.base.idno`, the same in Python)."""
    n = column.name
    v = f"a.v_{n}"
    serials = ", ".join(f"'{serial}'" for serial in idno.CENTENARIAN_SERIALS)
    old17 = (
        f"concat(substr({v}, 1, 6), case when substr({v}, 13, 3) in ({serials}) then '18' else '19' end,"
        f" substr({v}, 7, 9))"
    )
    form = (
        f"case when regexp_like({v}, '^[0-9]{{17}}[0-9X]$') then 'valid'"
        f" when regexp_like({v}, '^[0-9]{{15}}$') then 'valid15'"
        f" when regexp_like({v}, '^[0-9]{{17}}[0-9X][1-7][1-4](B[0-9])?$') then 'disability' end"
    )
    text17 = f"case b.form_{n} when 'valid15' then {old17.replace('a.v_', 'b.v_')} when 'valid' then substr(b.v_{n}, 1, 17)"
    text17 += f" when 'disability' then substr(b.v_{n}, 1, 17) end"
    w, f, v = f"d.w_{n}", f"d.form_{n}", f"d.v_{n}"
    last = f"case when {f} = 'valid15' then d.chk_{n} else substr({v}, 18, 1) end"
    classed = (
        f"case when {v} is null or {sp.cell_error(v)} then 'missing' when {f} is null then 'bad_length'"
        f" when not d.born_{n} then 'bad_date' when {last} = d.chk_{n} then {f} else 'bad_check' end"
    )
    stranger = f"p_{n}.p is null and substr({w}, 1, 2) <> '{settings()['demo_prefix']}'"
    return Reading(
        worded(sp.without(sp.fold(f"r.{n}"), idno.DROPPED)),
        (
            (n, f"case when {sp.cell_error(v)} then null else {sp.trimmed(f'd.raw_{n}')} end"),
            ("id18", f"case when {f} is not null then concat({w}, {last}) end"),
            ("id_class", classed),
        ),
        first=((f"form_{n}", form),),
        then=((f"w_{n}", text17),),
        last=((f"chk_{n}", sp.id_check(f"c.w_{n}")), (f"born_{n}", sp.id_date_ok(f"c.w_{n}"))),
        joins=(f"left join provinces p_{n} on p_{n}.p = substr({w}, 1, 2)",),
        faults=(
            (sp.scientific(v), "digits_lost", "error"),
            (f"{f} is null", "id_length", "warning"),
            (f"not d.born_{n}", "id_date", "warning"),
            (f"{last} <> d.chk_{n}", "id_check", "warning"),
            (stranger, "id_region", "warning"),
        ),
    )


def region(column: Column) -> Reading:
    """Region code: the code of the period's end, and <col>_raw as delivered (row X-02)."""
    n = column.name
    v = f"a.v_{n}"
    full = (
        f"case when regexp_like({v}, '^[0-9]{{2}}$') then concat({v}, '0000')"
        f" when regexp_like({v}, '^[0-9]{{4}}$') then concat({v}, '00')"
        f" when regexp_like({v}, '^[0-9]{{6}}(000|000000)$') then substr({v}, 1, 6)"
        f" when regexp_like({v}, '^[0-9]{{9}}000$') then substr({v}, 1, 9)"
        f" when regexp_like({v}, '^[0-9]{{6}}([0-9]{{3}}|[0-9]{{6}})?$') then {v} end"
    )
    g = f"d.g_{n}"
    today = (
        f"coalesce(mf_{n}.successor, concat(coalesce(mc_{n}.successor, substr({g}, 1, 6)), substr({g}, 7)))"
    )
    return Reading(
        worded(sp.fold(f"r.{n}")),
        ((n, f"case when kr_{n}.code is not null then {today} end"), (f"{n}_raw", f"d.raw_{n}")),
        first=((f"g_{n}", full),),
        joins=(
            f"left join known kr_{n} on kr_{n}.code = substr({g}, 1, 6)",
            f"left join moved mf_{n} on mf_{n}.code = {g}",
            f"left join moved mc_{n} on mc_{n}.code = substr({g}, 1, 6)",
        ),
        faults=((f"{g} is null", "region_form", ""), (f"kr_{n}.code is null", "region_unknown", "")),
    )


def _day_text(v: str) -> str:
    """A date text as y-m-d (or y-m), whatever stood between."""
    marks = f"regexp_replace(translate({v}, '年月/.日号', '----'), '-+$', '')"
    return (
        f"case when regexp_like({v}, '^[0-9]{{8}}$') then"
        f" concat(substr({v}, 1, 4), '-', substr({v}, 5, 2), '-', substr({v}, 7, 2))"
        f" when regexp_like({v}, '^[0-9]{{6}}$') then concat(substr({v}, 1, 4), '-', substr({v}, 5, 2))"
        f" else {marks} end"
    )


def _clean_day(column: Column) -> str:
    """The cell without a time of day, folded."""
    r = f"r.{column.name}"
    day = f"case when contains({r}, ':') then regexp_replace({r}, '{_TIME}', '') else {r} end"
    return worded(sp.fold(f"({day})"))


def _parts(n: str) -> tuple[tuple[str, str], ...]:
    cast = (f"try_cast(split_part(b.t_{n}, '-', {place}) as int)" for place in (1, 2, 3))
    # Day 0 of spreadsheets; five digits are 1927 to 2173.
    serial = f"case when regexp_like(b.v_{n}, '^[0-9]{{5}}([.][0-9]+)?$')"
    serial += f" then date '1899-12-30' + try_cast(substr(b.v_{n}, 1, 5) as int) end"
    return (*zip((f"y_{n}", f"m_{n}", f"d_{n}"), cast, strict=True), (f"s_{n}", serial))


def day(column: Column) -> Reading:
    """Date in any usual style, or a spreadsheet's day number → yyyymmdd."""
    n = column.name
    y, m, d, s, v = f"d.y_{n}", f"d.m_{n}", f"d.d_{n}", f"d.s_{n}", f"d.v_{n}"
    whole = f"regexp_like(d.t_{n}, '^[0-9]{{4}}-[0-9]{{1,2}}-[0-9]{{1,2}}$')"
    good = f"{whole} and {y} >= {int(settings()['earliest_year'])} and {sp.real_date(y, m, d)}"
    ends = settings()["open_ended"]
    value = (
        f"case when {sp.listed(v, ends['words'])} then {int(ends['date'])}"
        f" when {s} is not null then year({s}) * 10000 + month({s}) * 100 + day({s})"
        f" when {good} then {y} * 10000 + {m} * 100 + {d} end"
    )
    value = f"cast({value} as int)"
    return Reading(
        _clean_day(column), ((n, value),), first=((f"t_{n}", _day_text(f"a.v_{n}")),), then=_parts(n),
        faults=((f"{value} is null", "date_bad", ""),),
    )  # fmt: skip


def month(column: Column) -> Reading:
    """Month in any usual style, or the month of a date → yyyymm."""
    n = column.name
    y, m, s = f"d.y_{n}", f"d.m_{n}", f"d.s_{n}"
    whole = f"regexp_like(d.t_{n}, '^[0-9]{{4}}-[0-9]{{1,2}}(-[0-9]{{1,2}})?$')"
    good = f"{whole} and {y} >= {int(settings()['earliest_year'])} and {m} between 1 and 12"
    value = (
        f"case when {s} is not null then year({s}) * 100 + month({s}) when {good} then {y} * 100 + {m} end"
    )
    value = f"cast({value} as int)"
    return Reading(
        _clean_day(column), ((n, value),), first=((f"t_{n}", _day_text(f"a.v_{n}")),), then=_parts(n),
        faults=((f"{value} is null", "month_bad", ""),),
    )  # fmt: skip


KINDS: dict[str, Kind] = {**PLAIN, "id_no": id_no, "region": region, "date": day, "month": month}
