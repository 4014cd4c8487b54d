"""Addresses of claims and appeals."""

from django.urls import path

from qianxiao.money.claims import pages, pages_appeals

urlpatterns = [
    path("claims/", pages.claims, name="claims"),
    path("claims/auto", pages.auto, name="claims-auto"),
    path("claims/new", pages.ask, name="claims-new"),
    path("claims/ageing", pages.ageing, name="claims-ageing"),
    path("claims/<int:number>", pages.claim, name="claim"),
    path("claims/<int:number>/pass", pages.pass_all, name="claim-pass"),
    path("claims/<int:number>/lines/<int:line>", pages.line, name="claim-line"),
    path("claims/<int:number>/lines/<int:line>/<slug:what>", pages.decide, name="claim-decide"),
    path("claims/<int:number>/do/<slug:verb>", pages.verb, name="claim-verb"),
    path("appeals/", pages_appeals.appeals, name="appeals"),
    path("appeals/<int:number>", pages_appeals.appeal, name="appeal"),
    path("appeals/<int:number>/answer", pages_appeals.hear, name="appeal-answer"),
]
