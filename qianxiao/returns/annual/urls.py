"""Addresses of the year's return. The way of writing a place is that of the closed month."""

from django.urls import path

from qianxiao.returns.annual import pages, pages_reopen, pages_verbs

_ONE = "reports/annual/<int:year>/<place:region>"
urlpatterns = [
    path("reports/annual/", pages.annual, name="annual"),
    path(_ONE, pages.annual_form, name="annual-form"),
    path(f"{_ONE}/cell/<slug:code>/<slug:column>", pages.annual_cell, name="annual-cell"),
    path(f"{_ONE}/file/<slug:kind>", pages.annual_file, name="annual-file"),
    path(f"{_ONE}/reopen", pages_reopen.annual_reopen, name="annual-reopen"),
    path(f"{_ONE}/people/<slug:code>/<slug:column>", pages_reopen.annual_people, name="annual-people"),
    path(f"{_ONE}/make", pages_verbs.annual_make, name="annual-make"),
    path(f"{_ONE}/type", pages_verbs.annual_type, name="annual-type"),
    path(f"{_ONE}/adjust/<slug:code>/<slug:column>", pages_verbs.annual_adjust, name="annual-adjust"),
    path(f"{_ONE}/explain", pages_verbs.annual_explain, name="annual-explain"),
    path(f"{_ONE}/do", pages_verbs.annual_do, name="annual-do"),
    path(f"{_ONE}/answer", pages_verbs.annual_answer, name="annual-answer"),
]
