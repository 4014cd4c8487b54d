"""Addresses of the matching desk."""

from django.urls import path

from qianxiao.programme.matching import pages

urlpatterns = [
    path("match/doubts/", pages.doubts, name="match-doubts"),
    path("match/doubts/<int:number>", pages.doubt, name="match-doubt"),
    path("match/doubts/<int:number>/decide", pages.decide, name="match-decide"),
    path("match/doubts/<int:number>/withdraw", pages.withdraw, name="match-withdraw"),
]
