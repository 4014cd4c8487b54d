"""Polars, streaming: the resolved values joined, every rule an expression, the cap a window over the few concerned.

Lines keep the number of their case, as ours do; whoever has one line cannot be stopped by the cap.
"""

import polars as pl
from peer import checked, clock, read, report, ways, weights


def decided() -> pl.LazyFrame:
    """Codes and amounts of every line, in no order."""
    day = pl.col("class_date")
    segment = pl.lit(0)
    for one in ways.DAYS:
        segment = pl.when(day >= one).then(one).otherwise(segment)
    lines = read("case_training").with_row_index("line").with_columns(from_date=segment.cast(pl.Int32))
    values = read("values").with_columns(pl.col("from_date").cast(pl.Int32))
    joined = lines.join(
        values, left_on=["class_county", "from_date"], right_on=["county", "from_date"], how="left"
    )
    limit = f"course_fee__{ways.CAPPED['course_fee']}"
    kept = ["line", "class_date", limit]
    judged = joined.select(*kept, *ways.polars_rules(pl))
    amounts = [
        pl.when(pl.col(f"{item}__code") == ways.FULL[item])
        .then(pl.col(f"{item}__sum"))
        .otherwise(0)
        .alias(f"{item}__amount")
        for item in ways.ITEMS
    ]
    return judged.select(*kept, *(f"{item}__code" for item in ways.ITEMS), *amounts)


def main() -> None:
    """Decide, stop, keep the table in memory."""
    start = clock()
    frame = decided().collect(engine="streaming")
    keys = read("case_training").with_row_index("line")
    keys = keys.select("line", "person_no", "rec_id", "period_from", "period_to", "person_lines")
    due = frame.lazy().filter(pl.col("course_fee__code") == ways.FULL["course_fee"]).join(keys, on="line")
    paid = read("paid_periods").select("person_no", paid_from="period_from", paid_to="period_to")
    hit = (pl.col("paid_from") <= pl.col("period_to")) & (pl.col("paid_to") >= pl.col("period_from"))
    shut = due.join(paid, on="person_no").filter(hit).select("line").unique()
    left = due.filter(pl.col("person_lines") > 1).join(shut, on="line", how="anti")
    left = left.sort("person_no", "class_date", "rec_id")
    nth = pl.int_range(pl.len()).over("person_no", pl.col("class_date") // 10000) + 1
    late = left.filter(nth > pl.col(f"course_fee__{ways.CAPPED['course_fee']}")).select("line")
    stopped = pl.concat([shut, late]).with_columns(stopped=True).collect()
    frame = frame.join(stopped, on="line", how="left").with_columns(
        pl.when(pl.col("stopped").is_null())
        .then(pl.col("course_fee__amount"))
        .otherwise(0)
        .alias("course_fee__amount")
    )
    seconds = clock() - start
    columns = {f"{item}__amount": frame[f"{item}__amount"].to_numpy() for item in ways.ITEMS}
    columns |= {f"{item}__code_0": frame[f"{item}__code"].to_numpy() for item in ways.ITEMS}
    records = read("case_training").select("rec_id").collect()["rec_id"].gather(frame["line"])
    report(seconds, checked(weights(records), columns), "polars")


main()
