"""Builds one piece of the demo world: people, what happens to them, the damage to their records, payments."""

from qianxiao.demo.amounts import rate_tables
from qianxiao.demo.settings import COVERED, SQL, World, household_rows, load, share_params
from qianxiao.demo.world import Connection, mix_tables
from qianxiao.engine.close.parameters import parameter_rows
from qianxiao.engine.sqltext import Scalar, render

AWAY = 0.028  # part of household members who are not registered themselves (role c and b, see shares)

# Registers whose rows name a person in the first place; certificates and payments copy what these say.
MENTIONS = tuple(load("mentions")["registers"])


def world_params(world: World) -> dict[str, Scalar]:
    """Parameters of the SQL that builds a world."""
    mean = household_rows()[2]
    households = max(1, round(world.people / mean / (1 - AWAY)))
    shares = share_params()
    may_share, start = (
        max(row[4] for row in parameter_rows() if row[0] == name)
        for name in ("shared_account_households", "programme_start")
    )
    outside = max(1, households * shares["world_outside_people"] // 10_000)
    return {
        **shares,
        "elsewhere": shares["world_elsewhere"] if world.nation else 0,
        "seed": f":{world.seed}",
        "covered": len(COVERED),
        "base": (100 + world.piece) * 100_000_000,  # beyond 32 bits, so that SQL computes with 64
        "prefix": world.piece * 312,
        "province": world.region[:2],
        "people": world.people,
        "hh_poor": households,
        "hh_outside": outside,
        "villages": world.villages,
        "schools": max(2, world.people // 30_000),
        "institutions": max(3, world.people // 8_000),
        "employers": max(8, world.people // 400),
        "wft_amount": int(load("amounts")["work_for_training"]["fen"]),
        "programme_start": start,  # a fee taken before is none that should not be
        "shared_households": may_share,  # one account may serve so many: the planted ones serve more
        "org_base": 10_000_000 + world.piece * 1_000_000,
    }


def _cases(draw: str, prefix: str, shares: dict[str, int]) -> str:
    """CASE over a draw of 0 to 9999: which kind of damage falls to it."""
    low, arms = 0, []
    for kind, share in shares.items():
        if kind.startswith(prefix) and kind not in ("id_lower_x", "name_spelling"):
            low += share
            arms.append(f"WHEN {draw} < {low} THEN '{kind}'")
    return "CASE " + " ".join(arms) + " END"


def damage(con: Connection, register: str, params: dict[str, Scalar]) -> None:
    """Table `d_<register>`: the mentions of a register as they are written, with what was done to them."""
    both, told = load("shares"), load("mentions")
    shares = {**dict.fromkeys(both["dirt"], 0), **both["poor_dirt"]} if register == "poor" else both["dirt"]
    text = (SQL / "30_dirt.sql").read_text(encoding="utf-8")
    part = told["registers"][register]
    drawn = [told["cells"][name] for name in part["cells"]]
    words = {
        "register": register,
        **{name: part[name] for name in ("rows", "source", "key", "carried", "order")},
        "extras": "".join(f"{cell},\n    " for cell in drawn),
        "dropped": "".join(f"{name}, " for name in part["dropped"]),
        "id_case": _cases("id_draw", "id_", shares),
        "name_case": _cases("name_draw", "name_", shares),
    }
    for word, value in words.items():
        text = text.replace("{" + word + "}", str(value))
    con.execute(render(text, {**params, **shares, "stream": register}))


def build(con: Connection, world: World) -> dict[str, Scalar]:
    """Build a world's tables; returns the parameters it was built with."""
    params = world_params(world)
    mix_tables(con)
    rate_tables(con)
    for path in sorted(SQL.glob("[012]*.sql")):
        con.execute(render(path.read_text(encoding="utf-8"), params))
    for register in MENTIONS:
        damage(con, register, params)
    con.execute(render((SQL / "40_payments.sql").read_text(encoding="utf-8"), params))
    return params
