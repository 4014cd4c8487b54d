"""Addresses of the analysis. The ways of writing a period and a place are those of the closed month."""

from django.urls import path

from qianxiao.returns.analysis import pages

urlpatterns = [
    path("reports/training/", pages.training_statistics, name="training-statistics"),
    path("reports/training/table.xlsx", pages.training_export, name="training-statistics-export"),
    path(
        "reports/training/<period:period>/<place:region>/<str:choice>",
        pages.training_people,
        name="training-statistics-people",
    ),
]
