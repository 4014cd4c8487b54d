"""What provinces tell each other in a nation's close: rows about each other's people, links, what is due for them.

Every step is one SELECT over all provinces' small tables; a row of province 62 is called `62/<its number>` elsewhere.
"""

from collections.abc import Sequence

from qianxiao.engine.close.carry import CarriedRun, read_mark
from qianxiao.engine.close.ground import Ground
from qianxiao.engine.run import file_hash
from qianxiao.engine.sqltext import Step

REGISTERS = ("students", "trainees", "certificates", "employment", "insurance", "payments", "intentions")
SUBJECTS = ("students", "trainees", "certificates", "employment")
GIVEN = (*REGISTERS, "schools", "decisions")
_VALID = "('valid', 'valid15', 'disability')"
_CLAIM = "home, register, rec_id"


def _union(parts: Sequence[str]) -> str:
    return " union all ".join(parts)


def attach(run: CarriedRun, grounds: Sequence[Ground], phase: str, tables: Sequence[str]) -> None:
    """Attach tables that a phase of every province left, as `<table>_<province>`."""
    for ground in grounds:
        prints = read_mark(ground.marker(phase))["prints"]
        for table in tables:
            name = f"{table}_{ground.part}"
            run.engine.attach(name, ground.tables / f"{table}.parquet")
            run.prints[name] = prints[table]


def claims_step(home: str, others: Sequence[str]) -> Step:
    """claims_<province>: rows of other provinces that name its people by valid number or by person number."""
    asked = _union([f"select '{other}' as home, * from asked_{other}" for other in others])
    sql = (
        f"with a as ({asked}) select a.home, a.register, a.rec_id from a join known_{home} k on k.num = a.num"
        f" union select a.home, a.register, a.rec_id from a join known_{home} k on k.person_no = a.claimed"
    )
    reads = (f"known_{home}", *(f"asked_{other}" for other in others))
    return Step(f"claims_{home}", reads, _CLAIM, sql, "exchange")


def _wanted(home: str, others: Sequence[str], registers: Sequence[str]) -> str:
    named = ", ".join(f"'{register}'" for register in registers)
    return _union(
        [
            f"select '{other}' as target, register, rec_id from claims_{other}"
            f" where home = '{home}' and register in ({named})"
            for other in others
        ]
    )


def given_steps(home: str, others: Sequence[str]) -> list[Step]:
    """given_<province>_<register>: its rows that other provinces claim, with what those rows rest on."""
    claims = tuple(f"claims_{other}" for other in others)
    steps = []
    for register in REGISTERS:
        table = f"clean_{register}_{home}"
        wanted = f"select target, rec_id from ({_wanted(home, others, (register,))}) as w"
        if register == "payments":
            # Money for a claimed row, whose own number says nothing, goes along with that row.
            wanted += (
                f" union select s.target, p.rec_id from {table} p join ({_wanted(home, others, SUBJECTS)}) as s"
                f" on s.rec_id = p.subject_no where coalesce(p.id_class, '') not in {_VALID}"
            )
        sql = f"select w.target, c.* from {table} c join ({wanted}) as w on w.rec_id = c.rec_id"
        steps.append(Step(f"given_{home}_{register}", (table, *claims), "target, rec_id", sql, "exchange"))
    rosters = [f"given_{home}_students", f"given_{home}_trainees"]
    orgs = " union ".join(f"select target, org_code from {roster}" for roster in rosters)
    sql = f"select o.target, s.* from clean_schools_{home} s join ({orgs}) as o on o.org_code = s.org_code"
    steps.append(
        Step(
            f"given_{home}_schools", (f"clean_schools_{home}", *rosters), "target, org_code", sql, "exchange"
        )
    )
    rows = _union([f"select target, '{r}' as register, rec_id from given_{home}_{r}" for r in REGISTERS])
    sql = (
        f"select g.target, d.* from clean_decisions_{home} d join ({rows}) as g"
        " on g.register = d.register and g.rec_id = d.rec_id"
    )
    reads = (f"clean_decisions_{home}", *(f"given_{home}_{register}" for register in REGISTERS))
    order = "target, register, rec_id, person_no, decided_on, verdict, decided_by, reason"
    return [*steps, Step(f"given_{home}_decisions", reads, order, sql, "exchange")]


def guest_steps(home: str, others: Sequence[str], columns: dict[str, list[str]]) -> list[Step]:
    """guest_<register>_<province>, guests_<province>, offered_<province>: what comes in, and what went out."""
    steps = []
    for register in GIVEN:
        names = columns[register]
        parts = []
        for other in others:
            called = {name: f"concat('{other}/', g.{name}) as {name}" for name in ("rec_id", "subject_no")}
            if register == "schools":
                called = {}
            shown = ", ".join(called.get(name, f"g.{name}") for name in names)
            parts.append(f"select {shown} from given_{other}_{register} g where g.target = '{home}'")
        sql, reads = _union(parts), tuple(f"given_{other}_{register}" for other in others)
        if register == "schools":
            # One row an institution; our own register speaks for itself.
            sql = (
                f"select {', '.join('g.' + name for name in names)} from ({sql}) as g"
                f" left join clean_schools_{home} s on s.org_code = g.org_code where s.org_code is null"
                " qualify row_number() over (partition by g.org_code order by g.name, g.region, g.org_type, g.licence_from) = 1"
            )
            reads = (*reads, f"clean_schools_{home}")
        key = {
            "schools": "org_code",
            "decisions": "register, rec_id, person_no, decided_on, verdict, decided_by, reason",
        }
        steps.append(Step(f"guest_{register}_{home}", reads, key.get(register, "rec_id"), sql, "exchange"))
    rows = _union([f"select '{r}' as register, rec_id from guest_{r}_{home}" for r in REGISTERS])
    sql = (
        "select register, rec_id, split_part(rec_id, '/', 1) as home, substr(rec_id, instr(rec_id, '/') + 1) as own_id"
        f" from ({rows}) as g"
    )
    reads = tuple(f"guest_{register}_{home}" for register in REGISTERS)
    steps.append(Step(f"guests_{home}", reads, "register, rec_id", sql, "exchange"))
    rows = " union ".join(f"select '{r}' as register, rec_id from given_{home}_{r}" for r in REGISTERS)
    reads = tuple(f"given_{home}_{register}" for register in REGISTERS)
    return [*steps, Step(f"offered_{home}", reads, "register, rec_id", rows, "exchange")]


def exchange(run: CarriedRun, grounds: Sequence[Ground]) -> None:
    """Build what every province gives to and gets from the others."""
    codes = [ground.part for ground in grounds]
    clean = [f"clean_{register}" for register in GIVEN]
    attach(run, grounds, "read", ["known", "asked", *clean])
    columns = {register: run.engine.columns(f"clean_{register}_{codes[0]}") for register in GIVEN}
    for code in codes:
        run.build(claims_step(code, _others(codes, code)))
    for code in codes:
        run.build_all(given_steps(code, _others(codes, code)))
    for code in codes:
        run.build_all(guest_steps(code, _others(codes, code), columns))
    numbers = _union([f"select num, '{code}' as province, person_no from known_{code}" for code in codes])
    sql = (
        f"with k as ({numbers}) select num, province, person_no from k where num in"
        " (select num from k where num is not null group by num having count(distinct province) > 1)"
    )
    reads = tuple(f"known_{code}" for code in codes)
    run.build(Step("registered_twice", reads, "num, province, person_no", sql, "exchange"))


def _others(codes: Sequence[str], home: str) -> list[str]:
    """All but one; a province that is alone asks itself, which claims nothing: nobody of its own is in `asked`."""
    return [code for code in codes if code != home] or [home]


def verdicts_step(codes: Sequence[str]) -> Step:
    """verdicts: one link per row that two provinces looked at, of all provinces' `answers`.

    A person's ruling first, then the stronger evidence; ties stay where the row was delivered (19-05-04).
    """
    answers = tuple(f"answers_{code}" for code in codes)
    pick = (
        "row_number() over (partition by home, register, rec_id order by"
        " case when link_class = 'decided' then 0 else 1 end, bits desc,"
        " case when province = home then 0 else 1 end, province, person_no)"
    )
    sql = f"select * from ({_union([f'select * from {name}' for name in answers])}) as a qualify {pick} = 1"
    return Step("verdicts", answers, _CLAIM, sql, "settle")


def settle(run: CarriedRun, grounds: Sequence[Ground]) -> None:
    """Build verdicts_<province> and foreign_doubts_<province>: who links a row that two provinces looked at."""
    codes = [ground.part for ground in grounds]
    attach(run, grounds, "link", ["answers", "doubt_answers"])
    run.build(verdicts_step(codes))
    for ground in grounds:
        code = ground.part
        run.given(f"guests_{code}", run.path(f"guests_{code}"))
        sql = (
            f"select * from verdicts where home = '{code}' union all select v.* from verdicts v join guests_{code} g"
            " on g.home = v.home and g.register = v.register and g.own_id = v.rec_id"
        )
        run.build(Step(f"verdicts_{code}", ("verdicts", f"guests_{code}"), _CLAIM, sql, "settle"))
        back_step(run, "doubt_answers", "foreign_doubts", codes, code, "register, rec_id, rank, person_no")


def back_step(run: CarriedRun, table: str, name: str, codes: Sequence[str], home: str, order: str) -> None:
    """Build <name>_<province>: the rows of every province's `table` that belong to this one."""
    reads = tuple(f"{table}_{code}" for code in codes)
    sql = _union([f"select * from {one} where home = '{home}'" for one in reads])
    run.build(Step(f"{name}_{home}", reads, order, sql, "settle"))


def give_back(run: CarriedRun, grounds: Sequence[Ground]) -> None:
    """Build entitlements_returned_<province> and irregularities_returned_<province>."""
    codes = [ground.part for ground in grounds]
    attach(run, grounds, "decide", ["entitlements_back", "irregularities_back"])
    for code in codes:
        back_step(
            run,
            "entitlements_back",
            "entitlements_returned",
            codes,
            code,
            "item, person_no, register, rec_id, term",
        )
        order = "pattern, register, rec_id, other_register, other_rec_id"
        back_step(run, "irregularities_back", "irregularities_returned", codes, code, order)


PARTS = {
    "exchange": [*(f"guest_{register}" for register in GIVEN), "guests", "offered"],
    "settle": ["verdicts", "foreign_doubts"],
    "give_back": ["entitlements_returned", "irregularities_returned"],
}
"""Tables that each of these phases leaves for every province, `<table>_<province>`."""
WORK = {"exchange": exchange, "settle": settle, "give_back": give_back}


def contents(run: CarriedRun, phase: str, grounds: Sequence[Ground]) -> dict[str, dict[str, str]]:
    """Hash of what a phase leaves for each province: what does not differ need not be worked on again."""
    return {
        ground.part: {table: file_hash(run.path(f"{table}_{ground.part}")) for table in PARTS[phase]}
        for ground in grounds
    }
