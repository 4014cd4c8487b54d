"""Addresses of the leads."""

from django.urls import path

from qianxiao.money.integrity import pages, pages_calls

urlpatterns = [
    path("findings/", pages.findings, name="findings"),
    path("findings/rules", pages_calls.rules_page, name="finding-rules"),
    path("findings/calls", pages_calls.calls, name="calls"),
    path("findings/calls/<int:number>", pages_calls.call, name="call"),
    path("findings/calls/<int:number>/said", pages_calls.call_said, name="call-said"),
    path("findings/<int:number>", pages.finding, name="finding"),
    path("findings/<int:number>/<slug:verb>", pages.verb, name="finding-verb"),
]
