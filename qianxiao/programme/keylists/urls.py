"""Addresses of the key lists."""

from django.urls import path

from qianxiao.programme.keylists import pages, pages_contacts, pages_performance

urlpatterns = [
    path("key/", pages.keys, name="keys"),
    path("key/apply", pages.apply, name="key-apply"),
    path("key/publish", pages.publish, name="key-publish"),
    path("key/performance", pages_performance.performance, name="key-performance"),
    path("key/late", pages.late, name="key-late"),
    path("key/weights/<slug:subject>", pages.weights, name="key-weights"),
    path("key/contacts/", pages_contacts.contacts, name="key-contacts"),
    path("key/contacts/<uuid:contact>", pages_contacts.contact, name="key-contact"),
    path("key/<int:number>", pages.key, name="key"),
    path("key/<int:number>/verb", pages.verb, name="key-verb"),
]
