"""Whom a changed rule can concern: every line of its item, or only those of the counties and days whose values differ."""

from dataclasses import replace

from qianxiao.engine.rules.model import RuleFile
from qianxiao.engine.rules.parameters import regional, value_column


def lasting(file: RuleFile) -> RuleFile:
    """The file without the values that counties may set: what stays the same when one of them changes."""
    parameters = {
        name: parameter if parameter.national else replace(parameter, values=())
        for name, parameter in file.parameters.items()
    }
    return replace(file, parameters=parameters)


def differing(after: RuleFile, old: str, new: str) -> str:
    """SELECT county, from_date, to_date: where a value of an item differs between two tables of its resolved values.

    A county that only one of the tables knows has no lines in the other's month and is not named. Days before the
    first value of either table are a difference as well.
    """
    changed = " or ".join(
        f"a.{value_column(name)} is distinct from b.{value_column(name)}" for name in regional(after)
    )
    start = "select county, min(from_date) as from_date from"
    return f"""select a.county, case when a.from_date > b.from_date then a.from_date else b.from_date end as from_date,
  case when a.to_date < b.to_date then a.to_date else b.to_date end as to_date
from {new} a join {old} b on b.county = a.county and b.from_date <= a.to_date and b.to_date >= a.from_date
where {changed}
union all
select a.county, case when a.from_date < b.from_date then a.from_date else b.from_date end,
  case when a.from_date < b.from_date then b.from_date else a.from_date end - 1
from ({start} {new} group by county) a join ({start} {old} group by county) b on b.county = a.county
where a.from_date <> b.from_date"""


def concerned(after: RuleFile, old: str, new: str) -> str:
    """SELECT person_no of everybody with a case in a county and on a day whose values differ; each once."""
    case, spans = f"case_{after.case}", differing(after, old, new)
    found = " union ".join(
        f"select c.person_no from {case} c join spans s on s.county = c.{county}"
        f" and c.{decisive} between s.from_date and s.to_date"
        for decisive, county in sorted({(rule.decisive, rule.county) for rule in after.rules})
    )
    return f"with spans as ({spans})\n{found}"
