"""How ID numbers, region codes, dates and months are read, as SQL stages (see `sqlkinds.Reading`)."""

from functools import cache

from qianxiao.base import idno
from qianxiao.engine.io import sqlparts as sp
from qianxiao.engine.io.layouts import settings
from qianxiao.engine.io.sqlkinds import (
    Reading,
    V,
    account,
    code,
    codes,
    number,
    phone,
    text,
    uscc,
    worded,
    yuan,
)

_TIME = "[ T]+[0-9]{1,2}:[0-9]{2}(:[0-9]{2}([.][0-9]+)?)?$"
# Month and day of every year: what is left, 29 February, goes the long way.
_DAY = "((0[13578]|1[02])(0[1-9]|[12][0-9]|3[01])|(0[469]|11)(0[1-9]|[12][0-9]|30)|02(0[1-9]|1[0-9]|2[0-8]))"


def plain_id(cell: str) -> str:
    """A valid 18-character number of a known place; needs `n` (its 17 digits, a bigint) and `p.p` (its province)."""
    born = f"substr({cell}, 7, 8) >= '{int(settings()['earliest_birth_year'])}'"
    born += f" and substr({cell}, 7, 8) <= cast(:period_end as string)"
    place = f"(p.p is not null or left({cell}, 2) = '{settings()['demo_prefix']}')"
    form = f"regexp_like({cell}, '^[0-9]{{10}}{_DAY}[0-9]{{3}}[0-9X]$')"
    return f"case when {form} then {born} and {place} and {sp.id_check('n')} = substr({cell}, 18, 1) else false end"


def id_no() -> Reading:
    """ID number: as delivered, id18, id_class (GB 11643; see `qianxiao.base.idno`, the same in Python)."""
    serials = ", ".join(f"'{serial}'" for serial in idno.CENTENARIAN_SERIALS)
    old17 = "concat(substr(b.v, 1, 6), case when substr(b.v, 13, 3) in"
    old17 += f" ({serials}) then '18' else '19' end, substr(b.v, 7, 9))"
    form = (
        "case when regexp_like(a.v, '^[0-9]{17}[0-9X]$') then 'valid'"
        " when regexp_like(a.v, '^[0-9]{15}$') then 'valid15'"
        " when regexp_like(a.v, '^[0-9]{17}[0-9X][1-7][1-4](B[0-9])?$') then 'disability' end"
    )
    text17 = f"case b.form when 'valid15' then {old17} when 'valid' then substr(b.v, 1, 17)"
    text17 += " when 'disability' then substr(b.v, 1, 17) end"
    last = f"case when d.form = 'valid15' then d.chk else substr({V}, 18, 1) end"
    classed = (
        f"case when {V} is null or {sp.cell_error(V)} then 'missing' when d.form is null then 'bad_length'"
        f" when not d.born then 'bad_date' when {last} = d.chk then d.form else 'bad_check' end"
    )
    return Reading(
        worded(sp.without(sp.fold("u.cell"), idno.DROPPED)),
        f"case when {sp.cell_error(V)} then null else {sp.trimmed('d.cell')} end",
        id18=f"case when d.form is not null then concat(d.w, {last}) end",
        id_class=classed,
        first=(("form", form),),
        then=(("w", text17),),
        last=(("chk", sp.id_check("try_cast(c.w as bigint)")), ("born", sp.id_date_ok("c.w"))),
        joins="left join provinces p on p.p = substr(d.w, 1, 2)",
        lists=("regions",),
        faults=(
            (sp.scientific(V), "digits_lost", "error"),
            ("d.form is null", "id_length", "warning"),
            ("not d.born", "id_date", "warning"),
            (f"{last} <> d.chk", "id_check", "warning"),
            (f"p.p is null and substr(d.w, 1, 2) <> '{settings()['demo_prefix']}'", "id_region", "warning"),
        ),
        plain=plain_id,
    )


def region() -> Reading:
    """Region code: the code of the period's end (row X-02)."""
    v = "a.v"
    full = (
        f"case when regexp_like({v}, '^[0-9]{{2}}$') then concat({v}, '0000')"
        f" when regexp_like({v}, '^[0-9]{{4}}$') then concat({v}, '00')"
        f" when regexp_like({v}, '^[0-9]{{6}}(000|000000)$') then substr({v}, 1, 6)"
        f" when regexp_like({v}, '^[0-9]{{9}}000$') then substr({v}, 1, 9)"
        f" when regexp_like({v}, '^[0-9]{{6}}([0-9]{{3}}|[0-9]{{6}})?$') then {v} end"
    )
    today = "coalesce(mf.successor, concat(coalesce(mc.successor, substr(d.g, 1, 6)), substr(d.g, 7)))"
    return Reading(
        worded(sp.fold("u.cell")),
        f"case when kr.code is not null then {today} end",
        first=(("g", full),),
        joins="left join known kr on kr.code = substr(d.g, 1, 6) left join moved mf on mf.code = d.g"
        " left join moved mc on mc.code = substr(d.g, 1, 6)",
        lists=("regions",),
        faults=(("d.g is null", "region_form", ""), ("kr.code is null", "region_unknown", "")),
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


def _clean_day() -> str:
    """The cell without a time of day, folded."""
    day = f"case when contains(u.cell, ':') then regexp_replace(u.cell, '{_TIME}', '') else u.cell end"
    return worded(sp.fold(f"({day})"))


def _parts() -> tuple[tuple[str, str], ...]:
    cast = (f"try_cast(split_part(b.t, '-', {place}) as int)" for place in (1, 2, 3))
    # Day 0 of spreadsheets; five digits are 1927 to 2173.
    serial = "case when regexp_like(b.v, '^[0-9]{5}([.][0-9]+)?$')"
    serial += " then date '1899-12-30' + try_cast(substr(b.v, 1, 5) as int) end"
    return (*zip(("y", "m", "d"), cast, strict=True), ("s", serial))


def day() -> Reading:
    """Date in any usual style, or a spreadsheet's day number → yyyymmdd."""
    whole = "regexp_like(d.t, '^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}$')"
    good = f"{whole} and d.y >= {int(settings()['earliest_year'])} and {sp.real_date('d.y', 'd.m', 'd.d')}"
    ends = settings()["open_ended"]
    value = (
        f"case when {sp.listed(V, ends['words'])} then {int(ends['date'])}"
        " when d.s is not null then year(d.s) * 10000 + month(d.s) * 100 + day(d.s)"
        f" when {good} then d.y * 10000 + d.m * 100 + d.d end"
    )
    return Reading(
        _clean_day(), number=value, first=(("t", _day_text("a.v")),), then=_parts(),
        faults=((f"({value}) is null", "date_bad", ""),),
    )  # fmt: skip


def month() -> Reading:
    """Month in any usual style, or the month of a date → yyyymm."""
    whole = "regexp_like(d.t, '^[0-9]{4}-[0-9]{1,2}(-[0-9]{1,2})?$')"
    good = f"{whole} and d.y >= {int(settings()['earliest_year'])} and d.m between 1 and 12"
    value = (
        f"case when d.s is not null then year(d.s) * 100 + month(d.s) when {good} then d.y * 100 + d.m end"
    )
    return Reading(
        _clean_day(), number=value, first=(("t", _day_text("a.v")),), then=_parts(),
        faults=((f"({value}) is null", "month_bad", ""),),
    )  # fmt: skip


@cache
def readings() -> dict[str, Reading]:
    """Kind of column → how it is read; kinds that are read alike share one Reading."""
    texts, labels = text(), code()
    return {
        "text": texts, "name": texts, "uscc": uscc(), "phone": phone(), "account": account(), "int": number(),
        "yuan": yuan(), "code": labels, "yesno": labels, "codes": codes(), "id_no": id_no(), "region": region(),
        "date": day(), "month": month(),
    }  # fmt: skip
