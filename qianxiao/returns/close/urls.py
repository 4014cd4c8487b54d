"""Addresses of the closed month. A period is written 2020-05."""

from django.urls import path, register_converter

from qianxiao.returns.close import pages, pages_books, pages_case


class PeriodConverter:
    """2020-05 in an address, 202005 in the program."""

    regex = r"\d{4}-(?:0[1-9]|1[0-2])"

    def to_python(self, value: str) -> int:
        return int(value.replace("-", ""))

    def to_url(self, value: int) -> str:
        return f"{value // 100}-{value % 100:02d}"


class PlaceConverter:
    """A region code or CN."""

    regex = r"CN|\d{6}(?:\d{3}){0,2}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(PeriodConverter, "period")
register_converter(PlaceConverter, "place")

urlpatterns = [
    path("closes/", pages.closes, name="closes"),
    path("closes/<period:period>/", pages.close, name="close"),
    path("closes/<period:period>/coverage/<place:region>", pages.coverage, name="coverage"),
    path("closes/<period:period>/gaps/<place:region>", pages.gaps, name="gaps"),
    path("closes/<period:period>/people/<place:region>", pages.people, name="people"),
    path("closes/<period:period>/person/<str:person_no>", pages_case.person, name="person"),
    path("closes/<period:period>/feedback/", pages_case.feedback_list, name="feedback-list"),
    path("closes/<period:period>/feedback/<str:org_code>", pages_case.feedback, name="feedback"),
    path("closes/<period:period>/links/", pages_case.links, name="links"),
    path("closes/<period:period>/doubts/", pages_case.doubts, name="doubts"),
    path("closes/<period:period>/doubts/<int:row>", pages_case.doubt, name="doubt"),
    path("closes/<period:period>/irregularities/", pages_case.irregularities, name="irregularities"),
    path("closes/<period:period>/files/", pages_case.files, name="files"),
    path("closes/<period:period>/files/<int:row>", pages_case.download, name="download"),
    path("reports/monthly/", pages_books.months, name="books"),
    path("reports/monthly/<period:period>/<place:region>", pages_books.book, name="book"),
    path(
        "reports/monthly/<period:period>/<place:region>/differences",
        pages_books.differences,
        name="book-differences",
    ),
    path(
        "reports/monthly/<period:period>/<place:region>/explain", pages_books.explain_all, name="book-explain"
    ),
    path("reports/monthly/<period:period>/<place:region>/sign", pages_books.sign, name="book-sign"),
    path("reports/monthly/<period:period>/<place:region>/return", pages_books.give_back, name="book-return"),
    path(
        "reports/monthly/<period:period>/difference/<int:row>", pages_books.difference, name="book-difference"
    ),
    path("reports/monthly/<period:period>/difference/<int:row>/say", pages_books.say, name="book-say"),
    path(
        "reports/monthly/<period:period>/difference/<int:row>/assign", pages_books.assign, name="book-assign"
    ),
    path("clauses/<str:cited>", pages.clause, name="clause"),
]
