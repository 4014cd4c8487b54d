"""A plain Python loop over the people, with or without reasons. Rows, values and exclusions are in memory before."""

import sys

import numpy as np
import polars as pl
from peer import checked, clock, read, report, struck, ways, weights

WHY = sys.argv[2] == "reasons"


def main() -> None:
    """Run the loop; the time is that of deciding alone."""
    frame = read("case_training").sort("person_no", "class_date", "rec_id").collect()
    segment = np.searchsorted(np.array(ways.DAYS), frame["class_date"].to_numpy(), side="right") - 1
    values = read("values").collect()
    found = {
        (row["county"], row["from_date"]): [
            tuple(row[f"{item}__{name}"] for name in ways.PARAMETERS[item]) for item in ways.ITEMS
        ]
        for row in values.iter_rows(named=True)
    }
    facts = [list(frame.select(ways.FIELDS[item]).iter_rows()) for item in ways.ITEMS]
    people = list(frame.select("person_no", "rec_id", "class_county", "class_date").iter_rows())
    days = [ways.DAYS[i] for i in segment]
    shut = set(struck()["rec_id"].to_list())
    rules = [getattr(ways, f"{item}_{'why' if WHY else 'sum'}") for item in ways.ITEMS]
    limit = ways.CAPPED.get("course_fee")
    capped, place = ways.ITEMS.index("course_fee"), ways.PARAMETERS["course_fee"].index(limit)
    amounts: list[list[int]] = [[] for _ in rules]
    codes: list[list[int]] = [[] for _ in rules]
    last, used = ("", 0), 0
    start = clock()
    for i, (person, rec, county, date) in enumerate(people):
        row = found[county, days[i]]
        for n, rule in enumerate(rules):
            if WHY:
                code, amount = rule(*facts[n][i], *row[n])
                codes[n].append(code)
            else:
                amount = rule(*facts[n][i], *row[n])
            if n == capped and amount:
                if rec in shut:
                    amount = 0
                else:
                    used = used + 1 if last == (person, date // 10000) else 1
                    last = (person, date // 10000)
                    if used > row[n][place]:
                        amount = 0
            amounts[n].append(amount)
    seconds = clock() - start
    columns = {f"{item}__amount": np.array(amounts[n]) for n, item in enumerate(ways.ITEMS)}
    if WHY:
        columns |= {f"{item}__code_0": np.array(codes[n]) for n, item in enumerate(ways.ITEMS)}
    report(seconds, checked(weights(pl.Series(frame["rec_id"])), columns))


main()
