"""Addresses of documents, rules and proposals."""

from django.urls import path

from qianxiao.programme.policies import pages, pages_proposals, pages_try

urlpatterns = [
    path("policies/", pages.policies, name="policies"),
    path("policies/<path:number>", pages.policy, name="policy"),
    path("rules/", pages.rules, name="rules"),
    path("rules/proposals/", pages_proposals.proposals, name="rule-proposals"),
    path("rules/proposals/<int:number>", pages_proposals.proposal, name="rule-proposal"),
    path("rules/proposals/<int:number>/<slug:verb>", pages_proposals.verb, name="rule-proposal-verb"),
    path("rules/<slug:item>", pages.rule, name="rule"),
    path("rules/<slug:item>/try", pages_try.try_case, name="rule-try"),
    path("rules/<slug:item>/<slug:name>/propose", pages_proposals.propose, name="rule-propose"),
]
