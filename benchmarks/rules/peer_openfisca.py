"""OpenFisca-core: one variable per benefit over arrays; values inlined beforehand, or looked up by region as it offers.

Kind to it: facts and exclusions are given as numbers, people are split by the dates on which a value changes, the
cap is taken from the neighbouring line of the same person.
"""

import sys

import numpy as np
import polars as pl
from openfisca_core import entities, parameters, periods, taxbenefitsystems, variables
from openfisca_core.simulations import SimulationBuilder
from peer import checked, clock, read, report, struck, ways, weights

REGIONAL = sys.argv[2] in ("regional", "county")
COUNTY = sys.argv[2] == "county"
"""Whether every county is a child of every regional parameter, as one who asks by county code has to write it."""


def system() -> taxbenefitsystems.TaxBenefitSystem:
    """Entity, inputs, one formula per item, and the tree of parameters with a child per region."""
    line = entities.Entity("line", "lines", "", "")
    built = taxbenefitsystems.TaxBenefitSystem([line])
    inputs = sorted({name for names in ways.FIELDS.values() for name in names})
    if not REGIONAL:
        inputs += [f"{item}__{name}" for item in ways.ITEMS for name in ways.PARAMETERS[item]]
    common = {"value_type": float, "entity": line, "definition_period": periods.DateUnit.MONTH}
    for name in inputs:
        built.add_variable(type(name, (variables.Variable,), dict(common)))
    for item in ways.ITEMS:
        built.add_variable(type(f"{item}_paid", (variables.Variable,), common | {"formula": formula(item)}))
    if REGIONAL:
        data = {
            item: {
                name: expanded(regions)
                if COUNTY and len(regions) > 1
                else {f"r{region}": day_values(days) for region, days in regions.items()}
                for name, regions in found.items()
            }
            for item, found in ways.TREE.items()
        }
        built.parameters = parameters.ParameterNode("", data=data)
    return built


def day_values(days: dict[int, int]) -> dict[str, dict[str, dict[str, int]]]:
    """A dated value in the form of a parameter file."""
    return {
        "values": {f"{d // 10000}-{d // 100 % 100:02d}-{d % 100:02d}": {"value": v} for d, v in days.items()}
    }


def expanded(regions: dict[str, dict[int, int]]) -> dict[str, dict[str, dict[str, dict[str, int]]]]:
    """One child for every county, with the value of its most specific region."""
    found = read("values").select("county").unique(maintain_order=True).collect()["county"]
    return {
        f"r{c}": day_values(regions[max((r for r in regions if c.startswith(r)), key=len)]) for c in found
    }


KEYS: dict[tuple[str, str], np.ndarray] = {}
"""Names of the regions of the people of the present simulation, by item and parameter."""


def formula(item):  # type: ignore[no-untyped-def]
    """The formula of an item; a look-up by region is fancy indexing of a node by names."""

    def compute(line, period, parameters):  # type: ignore[no-untyped-def]
        def fact(name):  # type: ignore[no-untyped-def]
            return line(name, period)

        def value(name):  # type: ignore[no-untyped-def]
            if not REGIONAL:
                return line(f"{item}__{name}", period)
            node = getattr(getattr(parameters(period), item), name)
            digits = max(len(region) for region in ways.TREE[item][name])
            return node[KEYS[item, name]] if digits else node.r

        return getattr(ways, f"{item}_formula")(fact, value)

    return compute


def numbers(frame: pl.DataFrame) -> dict[str, np.ndarray]:
    """Facts as numbers: truths 1, 0, -1, texts their number or -1, numbers NaN where they are missing."""
    found = {}
    for name in sorted({name for names in ways.FIELDS.values() for name in names}):
        column = frame[name]
        if column.dtype in (pl.Boolean, pl.String):
            found[name] = column.cast(pl.Float64).fill_null(-1).to_numpy()
        else:
            found[name] = column.cast(pl.Float64).fill_null(float("nan")).to_numpy()
    return found


def main() -> None:
    """One simulation per span of dates between which no value changes."""
    began = clock()
    frame = read("case_training").sort("person_no", "class_date", "rec_id").collect()
    facts, date = numbers(frame), frame["class_date"].to_numpy()
    segment = np.searchsorted(np.array(ways.DAYS), date, side="right") - 1
    county = frame["class_county"].to_numpy()
    values = read("values").collect()
    if not REGIONAL:
        spot = pl.DataFrame({"county": frame["class_county"], "from_date": np.array(ways.DAYS)[segment]})
        spot = spot.join(
            values.with_columns(pl.col("from_date").cast(pl.Int64)),
            on=["county", "from_date"],
            how="left",
            maintain_order="left",
        )
        facts |= {name: spot[name].cast(pl.Float64).to_numpy() for name in spot.columns if "__" in name}
    codes = list(values["county"].unique(maintain_order=True))

    def key(county: str, regions: dict[str, dict[int, int]]) -> str:
        if COUNTY and len(regions) > 1:
            return f"r{county}"
        return f"r{max((region for region in regions if county.startswith(region)), key=len)}"

    names = {
        (item, name): np.array([key(code, regions) for code in codes])
        for item, found in ways.TREE.items()
        for name, regions in found.items()
    }
    index = {code: i for i, code in enumerate(codes)}
    place = np.array([index[c] for c in county])
    shut = np.isin(frame["rec_id"].to_numpy(), struck()["rec_id"].to_numpy())
    person, year = frame["person_no"].to_numpy(), date // 10000
    first = np.append(True, (person[1:] != person[:-1]) | (year[1:] != year[:-1]))
    limit = values[f"course_fee__{ways.CAPPED['course_fee']}"][0]
    built, results = system(), {item: np.zeros(len(frame)) for item in ways.ITEMS}
    seconds = np.zeros(2)
    for n, day in enumerate(ways.DAYS):
        own = np.flatnonzero(segment == n)
        # The period after a change within a month: a month's values are those of its first day.
        month = day // 100 if day % 100 == 1 else day // 100 + 1
        period = f"{month // 100}-{month % 100:02d}"
        simulation = SimulationBuilder().build_default_simulation(built, len(own))
        for name, array in facts.items():
            simulation.set_input(name, period, array[own])
        KEYS.clear()
        KEYS.update({key: regions[place[own]] for key, regions in names.items()})
        start = clock()
        for item in ways.ITEMS:
            results[item][own] = simulation.calculate(f"{item}_paid", period)
        seconds += clock() - start
    start = clock()
    due = (results["course_fee"] > 0) & ~shut
    total = np.cumsum(due)
    before = np.maximum.accumulate(np.where(first, total - due, 0))
    results["course_fee"] = np.where(due & (total - before <= limit), results["course_fee"], 0)
    seconds += clock() - start
    whole = clock() - began
    columns = {f"{item}__amount": np.rint(results[item]) for item in ways.ITEMS}
    report(seconds, checked(weights(frame["rec_id"]), columns), "openfisca-core", "numpy", whole=whole)


main()
