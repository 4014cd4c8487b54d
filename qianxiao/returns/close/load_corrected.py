"""What people set right, as one close used it: the register's own words are told apart from it (B10)."""

from qianxiao.engine.duck import DuckEngine
from qianxiao.engine.link.steps import CORRECTED
from qianxiao.returns.close.result import Result

# The people as the register has them: the vault and the history compare its words, not our own, with those before.
_OWN = """
SELECT p.* REPLACE (
    CASE WHEN n.person_no IS NULL THEN p.name ELSE n.told END AS name,
    CASE WHEN s.person_no IS NULL THEN p.sex ELSE nullif(s.told, '') END AS sex,
    CASE WHEN b.person_no IS NULL THEN p.birth ELSE try_cast(nullif(b.told, '') AS INTEGER) END AS birth)
FROM persons_used p
LEFT JOIN corrected n ON n.person_no = p.person_no AND n.field = '姓名'
LEFT JOIN corrected s ON s.person_no = p.person_no AND s.field = '性别'
LEFT JOIN corrected b ON b.person_no = p.person_no AND b.field = '出生日期'
"""


def attach_corrected(engine: DuckEngine, result: Result) -> None:
    """Make the view `corrected`; a result from before there were corrections has none."""
    if result.holds("corrected"):
        engine.view("corrected", result.table("corrected"))
    else:
        engine.con.execute(f"CREATE TABLE corrected ({', '.join(f'{n} {t}' for n, t in CORRECTED.items())})")


def attach_own(engine: DuckEngine, result: Result) -> None:
    """Make the views `corrected` and `persons`, the latter as the register delivered them."""
    attach_corrected(engine, result)
    engine.view("persons_used", result.table("persons"))
    engine.view("persons", _OWN)
