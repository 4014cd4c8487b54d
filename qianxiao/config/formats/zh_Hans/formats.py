"""Official tables group thousands, as on every printed form; Django's Chinese default groups ten thousands."""

NUMBER_GROUPING = 3
THOUSAND_SEPARATOR = ","
DECIMAL_SEPARATOR = "."
