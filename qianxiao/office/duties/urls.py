"""Addresses of duties."""

from django.urls import path

from qianxiao.office.duties import pages

urlpatterns = [
    path("duties/", pages.duties, name="duties"),
    path("duties/inbox", pages.inbox, name="duty-inbox"),
    path("duties/ledger", pages.ledger_page, name="duties-ledger"),
    path("duties/ledger/export", pages.export, name="duties-export"),
    path("duties/lacking", pages.lacking, name="duties-lacking"),
    path("duties/hand", pages.hand_all, name="duties-hand"),
    path("duties/<int:duty>", pages.duty, name="duty"),
    path("duties/<int:duty>/hand", pages.hand, name="duty-hand"),
    path("duties/<int:duty>/fulfil", pages.fulfil, name="duty-fulfil"),
]
