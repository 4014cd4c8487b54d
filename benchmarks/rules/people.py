"""Invented trainees for the rules to judge: set-based, the same people for the same number and seed."""

from pathlib import Path

import duckdb

COUNTIES = """
select concat(p.province, lpad(cast(f.i as varchar), 2, '0'), cast(c.i + 20 as varchar)) as county,
  row_number() over (order by p.province, f.i, c.i) - 1 as place
from (select unnest(['11','12','13','14','15','21','22','23','31','32','33','34','35','36','37','41','42','43','44','45',
  '46','50','51','52','53','54','61','62','63','64','65']) as province) as p
cross join range(1, 10) as f(i) cross join range(1, 11) as c(i)
"""
"""31 provinces of nine prefectures of ten counties: as many as there are, with codes that need not exist."""

# One in twenty people trained twice. `dice(n)` is the row's own number below n for one purpose. Shares of facts that
# are not known are those of registers in use: one to three in a hundred.
_ROWS = """
select i, nth, cast(hash(i, nth, 1, {seed}) % 730 as integer) as day
from (select i, unnest(range(0, case when hash(i, 0, {seed}) % 20 = 0 then 2 else 1 end)) as nth from range({people}) as r(i)) as n
"""
_FACTS = {
    "poor": "case when {d} % 100 < 2 then null else {d} % 100 < 80 end",
    "monitored": "{d} % 100 < 6",
    "left_register": "{d} % 1000 < 2",
    "age": "case when {d} % 100 < 1 then null else cast(16 + {d} % 52 as integer) end",
    "sex": "case when {d} % 100 < 1 then null when {d} % 2 = 0 then '1' else '2' end",
    "result": "case when {d} % 100 < 2 then null when {d} % 100 < 85 then '1' when {d} % 100 < 92 then '2' else '3' end",
    "train_mode": "case when {d} % 100 < 2 then null else cast(1 + {d} % 5 as varchar) end",
    "train_level": "case when {d} % 100 < 2 then null when {d} % 10 < 6 then '5' when {d} % 10 < 8 then '4' else cast(1 + {d} % 9 as varchar) end",
    "train_type": "case when {d} % 100 < 2 then null else lpad(cast(1 + {d} % 13 as varchar), 2, '0') end",
    "hours": "case when {d} % 100 < 2 then null else cast(10 + {d} % 200 as bigint) end",
    "days": "case when {d} % 100 < 2 then null else cast(1 + {d} % 40 as bigint) end",
    "attended_days": "case when {d} % 100 < 3 then null else cast({d} % 41 as bigint) end",
    "fee_charged": "case when {d} % 100 < 3 then null when {d} % 10 < 8 then cast(0 as bigint) else cast({d} % 60000 as bigint) end",
    "certificate": "{d} % 100 < 70",
    "certificate_kind": "case when {d} % 100 < 30 then null else cast(1 + {d} % 6 as varchar) end",
    "certificate_months": "case when {d} % 100 < 30 then null else cast({d} % 18 as integer) end",
    "full_time_student": "case when {d} % 100 < 1 then null else {d} % 100 < 5 end",
    "pension": "{d} % 100 < 3",
    "urgent": "{d} % 100 < 15",
}


def _day(offset: str) -> str:
    """SQL: the day so many days after 1 June 2018, as yyyymmdd."""
    return f"cast(strftime(date '2018-06-01' + cast({offset} as integer), '%Y%m%d') as integer)"


def _cases(people: int, seed: int) -> str:
    facts = ", ".join(
        f"{form.format(d=f'hash(i, nth, {salt}, {seed})')} as {name}"
        for salt, (name, form) in enumerate(_FACTS.items(), start=10)
    )
    return f"""
with counties as ({COUNTIES}), days as (select i as day, {_day("i")} as first, {_day("i + 12")} as last from range(760) as r(i)),
rows as ({_ROWS.format(people=people, seed=seed)})
select concat('P', lpad(cast(r.i as varchar), 9, '0')) as person_no, 'trainees' as register,
  concat('T', lpad(cast(r.i as varchar), 9, '0'), cast(r.nth as varchar)) as rec_id, cast(null as varchar) as term,
  d.first as period_from, d.last as period_to, d.last as class_date, c.county as class_county, {facts},
  cast(case when hash(r.i, 0, {seed}) % 20 = 0 then 2 else 1 end as integer) as person_lines
from rows as r join days as d on d.day = r.day join counties as c on c.place = hash(r.i, r.nth, 2, {seed}) % 2790
order by r.i, r.nth
"""


def _paid(people: int, seed: int) -> str:
    """One person in twenty got work-for-training in some month: what the exclusion looks at."""
    first = f"date '2018-06-01' + cast(hash(i, 3, {seed}) % 730 as integer)"
    month = f"cast(strftime({first}, '%Y%m') as integer) * 100"
    return f"""
select 'work_for_training' as item, concat('P', lpad(cast(i as varchar), 9, '0')) as person_no, cast(null as varchar) as term,
  {month} + 1 as period_from, {month} + 31 as period_to
from range({people}) as r(i) where hash(i, 4, {seed}) % 20 = 0 order by i
"""


def make_people(folder: Path, people: int, seed: int) -> None:
    """Write `case_training.parquet` (1.05 rows a person) and `paid_periods.parquet` unless they are there."""
    folder.mkdir(parents=True, exist_ok=True)
    with duckdb.connect() as con:
        for name, sql in (("case_training", _cases(people, seed)), ("paid_periods", _paid(people, seed))):
            target = folder / f"{name}.parquet"
            if not target.exists():
                part = target.with_suffix(".part")
                con.execute(f"copy ({sql}) to '{part}' (format parquet, compression zstd)")
                part.rename(target)
