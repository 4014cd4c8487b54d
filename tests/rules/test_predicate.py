"""Only the language of the rules gets through, and its three values agree in SQL and in Python."""

import duckdb
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from qianxiao.engine.rules.evaluate import Fact, compiled
from qianxiao.engine.rules.predicate import Node, PredicateError, names, parse
from qianxiao.engine.rules.tosql import to_sql
from qianxiao.engine.sqltext import literal

FIELDS = {"a": "bool", "b": "bool", "x": "int", "y": "int", "s": "text", "t": "text"}
PARAMETERS = {"cap", "rate"}
ATTACKS = [
    "x = (select 1)", "x in (select 1)", "exists(select 1)", "length(s) > 1", "coalesce(x, 1) > 1", "count(*) > 1",
    "row_number() over () > 1", "a; drop table t", "a -- x", "a /* x */", "t.x > 1", '"x" > 1', "x::bigint > 1",
    "cast(x as int) > 1", "x / 2 > 1", "x % 2 = 1", "x ** 2 > 1", "s like 'a%'", "s ilike 'a'", "s ~ 'a'", "x > 1.5",
    "x > 1e3", "x || 's' = 's'", "x between symmetric 1 and 2", "a is true", "x > null", "x is distinct from 1",
    "case x when 1 then true else false end", "case when a then true end", "x > any(1)", "s collate nocase = 'a'",
    "x in (y)", "x in ()", "unknown > 1", "s > 'a'", "x = 's'", "x > 1 limit 1", "select 1", "x -> 1 = 2", "(a, a)",
    "s = 'a\\'", "x = 1 filter (where a)", "x[1] > 1", "not x", "x", "A and b", "ａ", "x > ٣", "s = 'a' 'b'", "E'a' = s",
    "x <> 1 as y", "a b", "", "(" * 400 + "a" + ")" * 400, "x > 99999999999999999999", ":x > 1", "$1 > 1", "?", "@x > 1",
    "least(distinct x, 1) > 0", "share(x) > 1", "shell(x, 1) > 1", "a and " * 500 + "a", "read_csv('f') = 1",
    "interval 1 day", "date '2020-01-01' > x", "x > 1 union select true", "s = 'a\nb'", "a\u200b", "current_user = s",
]  # fmt: skip


@pytest.mark.parametrize("text", ATTACKS)
def test_nothing_else_gets_through(text: str) -> None:
    with pytest.raises(PredicateError):
        parse(text, "bool", FIELDS, PARAMETERS)


def test_a_text_stays_a_text_in_sql() -> None:
    node = parse("s = 'x'' or true or ''x'", "bool", FIELDS, PARAMETERS)
    sql = to_sql(node, lambda n: str(n.value))
    assert duckdb.execute(f"select {sql} from (select 'q' as s)").fetchall() == [(False,)]


def test_names_are_found() -> None:
    node = parse("a and x >= cap and s in ('1', '2')", "bool", FIELDS, PARAMETERS)
    assert names(node, "field") == {"a", "x", "s"}
    assert names(node, "param") == {"cap"}


@pytest.mark.parametrize(
    ("text", "facts", "wanted"),
    [
        ("x > 1 and a", {"x": None, "a": False}, False),
        ("x > 1 and a", {"x": None, "a": True}, None),
        ("x > 1 or a", {"x": None, "a": True}, True),
        ("not s in ('1')", {"s": None}, None),
        ("x is null", {"x": None}, True),
        ("x between 1 and y", {"x": 0, "y": None}, False),
        ("x between 1 and y", {"x": 1, "y": None}, None),
        ("least(x, y) > 1", {"x": 5, "y": None}, None),
        ("case when a then true else false end", {"a": None}, None),
    ],
)
def test_a_missing_fact_is_not_known_never_false(text: str, facts: dict[str, Fact], wanted: Fact) -> None:
    assert compiled(parse(text, "bool", FIELDS, PARAMETERS))(facts, {}) is wanted


def sql_value(node: Node, values: dict[str, Fact]) -> Fact:
    """What DuckDB says about a tree for one row."""
    kinds = {"bool": "boolean", "int": "bigint", "text": "varchar(9)"}
    given_types = {
        **{name: kinds[kind] for name, kind in FIELDS.items()},
        **dict.fromkeys(PARAMETERS, "bigint"),
    }
    columns = ", ".join(
        f"cast({'true' if v is True else 'false' if v is False else literal(v)} as {given_types[name]}) as {name}"
        for name, v in values.items()
    )
    found = duckdb.execute(
        f"select {to_sql(node, lambda n: str(n.value))} from (select {columns})"
    ).fetchall()
    value: Fact = found[0][0]
    return value


numbers = st.integers(-9999, 9999)
ints = st.recursive(
    st.sampled_from(["x", "y", "cap", "rate"]) | st.integers(0, 9999).map(str),
    lambda part: st.one_of(
        st.tuples(part, st.sampled_from(["+", "-"]), part).map(lambda p: f"({p[0]} {p[1]} {p[2]})"),
        st.tuples(part, st.sampled_from(["x", "cap", "3"])).map(lambda p: f"({p[0]} * {p[1]})"),
        st.tuples(st.sampled_from(["least", "greatest"]), part, part).map(
            lambda p: f"{p[0]}({p[1]}, {p[2]})"
        ),
        st.tuples(st.sampled_from(["x", "cap", "7777"]), part).map(lambda p: f"share({p[0]}, {p[1]})"),
        part.map(lambda p: f"(- {p})"),
        st.tuples(part, part).map(lambda p: f"case when a then {p[0]} when s = '1' then {p[1]} else 5 end"),
    ),
    max_leaves=5,
)
bools = st.recursive(
    st.one_of(
        st.sampled_from(
            ["a", "b", "s = '1'", "s <> t", "s in ('1', '2')", "not t in ('3')", "x is null", "s is not null"]
        ),
        st.tuples(ints, st.sampled_from(["=", "<>", "<", "<=", ">", ">="]), ints).map(" ".join),
        st.tuples(ints, ints, ints).map(lambda p: f"{p[0]} between {p[1]} and {p[2]}"),
        st.lists(numbers.filter(lambda n: n >= 0), min_size=1, max_size=3).map(
            lambda ns: f"x in ({', '.join(map(str, ns))})"
        ),
    ),
    lambda part: st.one_of(
        st.tuples(part, st.sampled_from(["and", "or"]), part).map(lambda p: f"({p[0]}) {p[1]} ({p[2]})"),
        part.map(lambda p: f"not ({p})"),
        st.tuples(part, part, part).map(lambda p: f"case when {p[0]} then ({p[1]}) else ({p[2]}) end"),
        st.tuples(part, part).map(lambda p: f"({p[0]}) = ({p[1]})"),
    ),
    max_leaves=6,
)
people = st.fixed_dictionaries(
    {
        **{name: st.none() | st.booleans() for name in ("a", "b")},
        **{name: st.none() | numbers for name in ("x", "y", "cap", "rate")},
        **{name: st.none() | st.sampled_from(["1", "2", "3", ""]) for name in ("s", "t")},
    }
)


@hypothesis_settings(max_examples=250)
@given(text=bools, person=people)
def test_sql_and_python_agree_on_every_predicate(text: str, person: dict[str, Fact]) -> None:
    node = parse(text, "bool", FIELDS, PARAMETERS)
    assert compiled(node)(person, person) is sql_value(node, person)


@hypothesis_settings(max_examples=150)
@given(text=ints, person=people)
def test_sql_and_python_agree_on_every_amount(text: str, person: dict[str, Fact]) -> None:
    node = parse(text, "int", FIELDS, PARAMETERS)
    assert compiled(node)(person, person) == sql_value(node, person)
