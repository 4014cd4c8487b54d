"""Addresses of the analysis. The ways of writing a period and a place are those of the closed month."""

from django.urls import path

from qianxiao.returns.analysis import pages, pages_report

_REPORT = "reports/analysis/<period:period>/<place:region>"
urlpatterns = [
    path("reports/training/", pages.training_statistics, name="training-statistics"),
    path("reports/training/table.xlsx", pages.training_export, name="training-statistics-export"),
    path(
        "reports/training/<period:period>/<place:region>/<str:choice>",
        pages.training_people,
        name="training-statistics-people",
    ),
    path("reports/analysis/", pages_report.analysis, name="analysis"),
    path("reports/analysis/make", pages_report.analysis_make, name="analysis-make"),
    path("reports/analysis/<period:period>/say", pages_report.analysis_say, name="analysis-say"),
    path("reports/analysis/<period:period>/issue", pages_report.analysis_issue, name="analysis-issue"),
    path(_REPORT, pages_report.analysis_report, name="analysis-report"),
    path(f"{_REPORT}/report.pdf", pages_report.analysis_paper, name="analysis-paper"),
    path(f"{_REPORT}/moved/<str:choice>", pages_report.analysis_moved, name="analysis-moved"),
]
