"""How personal identifiers are shown where they need not be read in full (security design §7)."""

_STARS = "*"
# Family names of two characters that are common enough to be read as one.
_DOUBLE = (
    "欧阳",
    "司马",
    "上官",
    "诸葛",
    "尉迟",
    "皇甫",
    "东方",
    "公孙",
    "慕容",
    "令狐",
    "夏侯",
    "司徒",
    "长孙",
)


def _middle(text: str, head: int, tail: int) -> str:
    hidden = len(text) - head - tail
    return (
        text
        if not text
        else _STARS * len(text)
        if hidden <= 0
        else text[:head] + _STARS * hidden + text[-tail:]
    )


def mask_id(number: str | None) -> str:
    """First 2 and last 3 characters: some 330 people stay possible when county and birth year are known."""
    return _middle(number or "", 2, 3)


def mask_phone(number: str | None) -> str:
    """First 3 and last 4 digits."""
    return _middle(number or "", 3, 4)


def mask_account(number: str | None) -> str:
    """Only the last 4 digits."""
    text = number or ""
    return _STARS * max(len(text) - 4, 0) + text[-4:] if len(text) > 4 else _STARS * len(text)


def mask_name(name: str | None) -> str:
    """Family name and stars: 张*, 欧阳**; a name of parts keeps the first character of its first part."""
    text = name or ""
    head = 2 if text.startswith(_DOUBLE) and len(text) > 2 else 1
    return text[:head] + "".join("·" if char == "·" else _STARS for char in text[head:])
