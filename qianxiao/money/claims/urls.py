"""Addresses of claims and appeals."""

from django.urls import path

from qianxiao.money.claims import pages, pages_appeals, pages_apply, pages_firms, pages_plans

urlpatterns = [
    path("claims/", pages.claims, name="claims"),
    path("claims/auto", pages.auto, name="claims-auto"),
    path("claims/new", pages.ask, name="claims-new"),
    path("claims/apply/<slug:item>", pages_apply.begin, name="claims-apply"),
    path("claims/rosters/<int:number>", pages_apply.roster, name="claims-roster"),
    path("claims/rosters/<int:number>/template", pages_apply.template, name="claims-template"),
    path("claims/rosters/<int:number>/do/<slug:verb>", pages_apply.verb, name="claims-roster-verb"),
    path("claims/plans/", pages_plans.plans, name="claims-plans"),
    path("claims/plans/new", pages_plans.new, name="claims-plan-new"),
    path("claims/plans/<int:number>", pages_plans.plan, name="claims-plan"),
    path("claims/plans/<int:number>/do/<slug:verb>", pages_plans.verb, name="claims-plan-verb"),
    path("claims/plans/<int:number>/answer/<slug:verb>", pages_plans.answer, name="claims-plan-answer"),
    path("claims/ageing", pages.ageing, name="claims-ageing"),
    path("claims/<int:number>", pages.claim, name="claim"),
    path("claims/<int:number>/pass", pages.pass_all, name="claim-pass"),
    path("claims/<int:number>/lines/<int:line>", pages.line, name="claim-line"),
    path("claims/<int:number>/lines/<int:line>/<slug:what>", pages.decide, name="claim-decide"),
    path("claims/<int:number>/do/<slug:verb>", pages.verb, name="claim-verb"),
    path("enterprises/", pages_firms.enterprises, name="enterprises"),
    path("enterprises/<str:org_code>", pages_firms.enterprise, name="enterprise"),
    path("appeals/", pages_appeals.appeals, name="appeals"),
    path("appeals/<int:number>", pages_appeals.appeal, name="appeal"),
    path("appeals/<int:number>/answer", pages_appeals.hear, name="appeal-answer"),
]
