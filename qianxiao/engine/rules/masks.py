"""Reasons as bits: conditions of three values → masks, in words that both engines run fast."""

from collections.abc import Sequence

WIDTH = 15
"""Conditions per code: a bit for met and one for missing each, in a 32-bit integer."""
_LOW = (1 << WIDTH) - 1


def codes(tests: Sequence[str], amount: str) -> list[str]:
    """SQL columns `code_0`, `code_1`, …: WIDTH conditions each, met ones in the low bits, missing ones above.

    tests: names of truth columns, so that no condition is computed twice; amount: a column, its last bit is met when
    it is known. One CASE per condition was measured as the cheapest form.
    """
    bits = [
        f"case when {test} then {{met}} when {test} is null then {{missing}} else 0 end" for test in tests
    ]
    bits.append(f"case when {amount} is null then {{missing}} else {{met}} end")
    parts = [bits[i : i + WIDTH] for i in range(0, len(bits), WIDTH)]
    return [
        " | ".join(bit.format(met=1 << i, missing=1 << i + WIDTH) for i, bit in enumerate(part))
        + f" as code_{n}"
        for n, part in enumerate(parts)
    ]


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
