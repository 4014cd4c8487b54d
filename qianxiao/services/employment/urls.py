"""Addresses of the platform of employment."""

from django.urls import path

from qianxiao.services.employment import pages, pages_funnel, pages_todo

urlpatterns = [
    path("employment/", pages.employment, name="employment"),
    path("employment/figures", pages.employment_figures, name="employment-figures"),
    path("employment/funnel", pages_funnel.employment_funnel, name="employment-funnel"),
    path("employment/compare", pages_todo.employment_compare, name="employment-compare"),
    path("employment/calls", pages_todo.employment_calls, name="employment-calls"),
    path("employment/todo/<int:number>", pages_todo.employment_todo, name="employment-todo"),
    path("employment/answer/<slug:verb>", pages_todo.employment_answer, name="employment-answer"),
    path("employment/run/<slug:what>", pages_todo.employment_run, name="employment-run"),
    path("employment/<int:number>", pages.employment_record, name="employment-record"),
    path("employment/<int:number>/change", pages.employment_change, name="employment-change"),
    path("employment/<int:number>/confirm", pages.employment_confirm, name="employment-confirm"),
]
