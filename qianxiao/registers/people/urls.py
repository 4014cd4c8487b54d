"""Addresses of the vault. A person is named by the vault's own random number, never by an ID number."""

from django.urls import path

from qianxiao.registers.people import pages, pages_correct, pages_list

urlpatterns = [
    path("people/", pages_list.people_list, name="people-list"),
    path("people/export", pages_list.people_export, name="people-export"),
    path("people/duplicates/", pages.duplicates, name="duplicates"),
    path("people/duplicates/<int:number>", pages.duplicate, name="duplicate"),
    path("people/<uuid:person>", pages.record_page, name="record"),
    path("people/corrections/", pages_correct.corrections, name="corrections"),
    path("people/corrections/<int:number>/<slug:verb>", pages_correct.check, name="correction-check"),
    path("people/<uuid:person>/correct", pages_correct.correct, name="correct"),
    path("people/<uuid:person>/print", pages_correct.sheet, name="sheet"),
    path("people/<uuid:person>/looks", pages.looks, name="looks"),
    path("people/<uuid:person>/split", pages.split, name="split"),
    path("people/<uuid:person>/reveal/<slug:kind>", pages.reveal, name="reveal"),
]
