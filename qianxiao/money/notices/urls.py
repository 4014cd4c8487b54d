"""Addresses of notices."""

from django.urls import path

from qianxiao.money.notices import pages

urlpatterns = [
    path("notices/", pages.notices, name="notices"),
    path("notices/objections/", pages.objection_list, name="objections"),
    path("notices/objections/<uuid:key>", pages.objection, name="objection"),
    path("notices/objections/<uuid:key>/<slug:verb>", pages.objection_verb, name="objection-verb"),
    path("notices/<int:number>", pages.notice, name="notice"),
    path("notices/<int:number>/object", pages.objection_told, name="notice-object"),
    path("notices/<int:number>/withdraw", pages.withdraw, name="notice-withdraw"),
]
