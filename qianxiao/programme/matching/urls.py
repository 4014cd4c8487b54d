"""Addresses of the matching desk."""

from django.urls import path

from qianxiao.programme.matching import pages, pages_batch, pages_send, pages_visit

urlpatterns = [
    path("match/", pages_batch.batches, name="match-batches"),
    path("match/<int:period>", pages_batch.batch, name="match-batch"),
    path("match/feedback/", pages_batch.feedback, name="match-feedback"),
    path("match/feedback/<int:number>", pages_batch.delivery, name="match-delivery"),
    path("match/feedback/<int:number>/receipt", pages_batch.receipt, name="match-receipt"),
    path("match/exchange", pages_batch.exchange, name="match-exchange"),
    path("match/visits/<int:number>", pages_visit.visit, name="match-visit"),
    path("match/visits/<int:number>/answer", pages_visit.answer, name="match-answer"),
    path("quality", pages_batch.quality, name="quality"),
    path("match/doubts/", pages.doubts, name="match-doubts"),
    path("match/doubts/send", pages_send.send_all, name="match-send"),
    path("match/doubts/<int:number>", pages.doubt, name="match-doubt"),
    path("match/doubts/<int:number>/decide", pages.decide, name="match-decide"),
    path("match/doubts/<int:number>/withdraw", pages.withdraw, name="match-withdraw"),
]
