"""Splink over the prepared tables in four settings; run by compare.py in the peers' environment.

splink_way.py PEOPLE MENTIONS OUT accurate|even|fast|quick; `even` compares as `fast` does and samples as `accurate`:
the fastest setting found whose F1 is no lower than the most accurate one's by more than .0001.
It prints the seconds from reading the files to the written links.
"""

import sys
import time

import duckdb
import splink.comparison_level_library as cll
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

PEOPLE = "select person_no as unique_id, clean, id18, cast(birth as varchar) as birth, sex, region, phone, 1 as poor"
MENTIONS = """select rec_id as unique_id, clean, id18, cast(birth as varchar) as birth, sex, region, phone,
    says_poor as poor"""
# What a careful user adds: the year, the county, the surname, the start of the number.
PARTS = """, left(clean, 1) as surname, left(cast(birth as varchar), 4) as year, left(region, 6) as county,
    left(region, 9) as township, left(id18, 14) as id14"""


# Numbers are borrowed: training takes pairs of equal number under other names for matches and so forgives any name. A
# user who knows sets these shares by hand; left to training F1 is .003 lower.
SURNAME, OTHER = 1e-5, 1e-8


def name(deep: bool) -> cl.CustomComparison:
    """Equal with term frequencies, near, surname only."""
    near = [cll.LevenshteinLevel("clean", 1)]
    if deep:
        near = [cll.JaroWinklerLevel("clean", 0.88), *near]
    surname = cll.CustomLevel("left(clean_l, 1) = left(clean_r, 1)", "surname").configure(
        m_probability=SURNAME, fix_m_probability=True
    )
    other = cll.ElseLevel().configure(m_probability=OTHER, fix_m_probability=True)
    equal = cll.ExactMatchLevel("clean", term_frequency_adjustments=True)
    levels = [cll.NullLevel("clean"), equal, *near, surname, other]
    return cl.CustomComparison(output_column_name="clean", comparison_levels=levels)


def place() -> cl.CustomComparison:
    """Village, township, county, prefecture; the mention may know no more than its county."""
    levels = [
        cll.NullLevel("region"),
        cll.CustomLevel("region_l = region_r and length(region_l) = 12", "village"),
        cll.CustomLevel(
            "left(region_l, 9) = left(region_r, 9) and least(length(region_l), length(region_r)) >= 9",
            "township",
        ),
        cll.CustomLevel("left(region_l, 6) = left(region_r, 6)", "county"),
        cll.CustomLevel("left(region_l, 4) = left(region_r, 4)", "prefecture"),
        cll.ElseLevel(),
    ]
    return cl.CustomComparison(output_column_name="region", comparison_levels=levels)


def settings(mode: str) -> SettingsCreator:
    """Comparisons and blocking rules of the three settings."""
    deep = mode == "accurate"
    slips = [1, 2] if deep else [1]
    comparisons = [
        cl.DamerauLevenshteinAtThresholds("id18", slips),
        name(deep),
        cl.DamerauLevenshteinAtThresholds("birth", slips),
        cl.ExactMatch("sex"),
        place(),
        cl.ExactMatch("poor"),
        cl.DamerauLevenshteinAtThresholds("phone", [1]) if deep else cl.ExactMatch("phone"),
    ]
    rules = [
        block_on("id18"),
        block_on("clean", "birth"),
        block_on("clean", "county"),
    ]
    if mode != "quick":
        rules += [block_on("phone", "surname")]
    if deep:
        rules += [
            block_on("id14", "surname"),
            block_on("clean", "year"),
            block_on("birth", "county", "surname"),
        ]
    return SettingsCreator(
        link_type="link_only",
        comparisons=comparisons,
        blocking_rules_to_generate_predictions=rules,
        retain_matching_columns=False,
        retain_intermediate_calculation_columns=False,
    )


def main() -> int:
    """Train, predict, keep each mention's best person with its weight."""
    people, mentions, out, mode = sys.argv[1:5]
    start, sampled = time.monotonic(), mode in ("accurate", "even")
    con = duckdb.connect()
    api = DuckDBAPI(connection=con)
    con.execute(f"create table register_people as {PEOPLE}{PARTS} from read_parquet('{people}')")
    con.execute(f"create table register_mentions as {MENTIONS}{PARTS} from read_parquet('{mentions}')")
    frames = [api.register("register_people"), api.register("register_mentions")]
    linker = Linker(frames, settings(mode), log_level=None)
    training = linker.training
    certain = [block_on("id18", "clean"), block_on("clean", "birth", "phone")]
    training.estimate_probability_two_random_records_match(certain, recall=0.9)
    training.estimate_u_using_random_sampling(max_pairs=1e7 if sampled else 1e6, seed=1)
    # Not by number: what is learned there of names is of lenders too (F1 .986 instead of .992 at 500,000).
    training.estimate_parameters_using_expectation_maximisation(block_on("clean", "birth"))
    training.estimate_parameters_using_expectation_maximisation(block_on("phone"))
    found = linker.inference.predict(threshold_match_weight=-5)
    # the register's rows and the mentions' may come on either side of a pair
    con.execute(f"""
        copy (
            with pair as (
                select case when k.rec_id is not null then unique_id_l else unique_id_r end as rec_id,
                    case when k.rec_id is not null then unique_id_r else unique_id_l end as person_no, match_weight
                from {found.physical_name} as f
                left join (select rec_id from read_parquet('{mentions}')) as k on k.rec_id = f.unique_id_l
            )
            select rec_id, person_no, match_weight as weight from pair
            qualify row_number() over (partition by rec_id order by match_weight desc, person_no) = 1
        ) to '{out}' (format parquet)
    """)
    print(f"{time.monotonic() - start:.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
