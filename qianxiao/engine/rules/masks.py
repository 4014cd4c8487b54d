"""Reasons as bits: conditions of three values → masks, in words that both engines run fast."""

from collections.abc import Sequence

WIDTH = 15
"""Conditions per code: a bit for met and one for missing each, in a 32-bit integer."""
_LOW = (1 << WIDTH) - 1


def _code(tests: Sequence[str]) -> str:
    """SQL: met conditions in the low bits, missing ones above. One CASE each: measured as the cheapest form."""
    return " | ".join(
        f"case when {test} then {1 << i} when {test} is null then {1 << i + WIDTH} else 0 end"
        for i, test in enumerate(tests)
    )


def codes(tests: Sequence[str]) -> list[str]:
    """SQL columns `code_0`, `code_1`, …: every WIDTH conditions packed into one integer.

    tests: names of truth columns, so that no condition is computed twice.
    """
    parts = [tests[i : i + WIDTH] for i in range(0, len(tests), WIDTH)]
    return [f"{_code(part)} as code_{i}" for i, part in enumerate(parts)]


def masks(count: int) -> list[str]:
    """SQL columns `met` and `missing` (BIGINT) out of the codes of so many conditions."""
    met, missing = [], []
    for i in range(-(-count // WIDTH)):
        low, shift = f"(code_{i} & {_LOW})", 1 << i * WIDTH
        met.append(f"cast({low} as bigint) * {shift}")
        # Exact: what is left is a multiple of the divisor, and both engines divide small integers exactly.
        missing.append(f"cast((code_{i} - {low}) / {_LOW + 1} as bigint) * {shift}")
    return [f"{' + '.join(met)} as met", f"{' + '.join(missing)} as missing"]


def full(count: int) -> int:
    """The mask of all conditions: a condition is met, unmet or missing, so two masks give the third."""
    return (1 << count) - 1
