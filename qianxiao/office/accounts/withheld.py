"""An answer that may not be given after all: work after the commit failed, and without it nothing may be shown."""


class Withheld(Exception):
    """Raised by what runs after a request's commit. The page named here is the answer instead, with 503."""

    page = "desk/missing.html"
