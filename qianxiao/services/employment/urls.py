"""Addresses of the platform of employment."""

from django.urls import path

from qianxiao.services.employment import pages

urlpatterns = [
    path("employment/", pages.employment, name="employment"),
    path("employment/figures", pages.employment_figures, name="employment-figures"),
    path("employment/<int:number>", pages.employment_record, name="employment-record"),
    path("employment/<int:number>/change", pages.employment_change, name="employment-change"),
    path("employment/<int:number>/confirm", pages.employment_confirm, name="employment-confirm"),
]
