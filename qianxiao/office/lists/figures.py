"""Money, months and weights as every page writes them."""

from django.utils.formats import number_format


def yuan(fen: int | None) -> str:
    """Fen as yuan, two places only when there are any; a dash when not known."""
    if fen is None:
        return "—"
    whole, rest = divmod(int(fen), 100)
    return number_format(whole, use_l10n=True, force_grouping=True) + (f".{rest:02d}" if rest else "")


def ymd(value: int | None) -> str:
    """20200531 as 2020-05-31, 202005 as 2020-05; a dash when not known."""
    text = str(value or "")
    if len(text) == 8:
        return f"{text[:4]}-{text[4:6]}-{text[6:]}"
    return f"{text[:4]}-{text[4:]}" if len(text) == 6 else "—"


def bits(value: int | None) -> str:
    """Hundredths of a bit as bits with two places, so that what stands on a page adds up."""
    return "—" if value is None else f"{value / 100:+.2f}"


def bits_plain(value: int) -> str:
    """The same without a sign."""
    return f"{abs(value) / 100:.2f}"
