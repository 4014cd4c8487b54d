"""Addresses of evaluation."""

from django.urls import path

from qianxiao.services.evaluation import pages

urlpatterns = [
    path("evaluation/", pages.exams, name="exams"),
    path("evaluation/new", pages.exam_new, name="exam-new"),
    path("evaluation/norms", pages.norms, name="norms"),
    path("evaluation/norms/new", pages.norm_new, name="norm-new"),
    path("evaluation/norms/<int:number>/<slug:verb>", pages.norm_lead, name="norm-lead"),
    path("evaluation/<int:number>", pages.exam, name="exam"),
    path("evaluation/<int:number>/class", pages.exam_class, name="exam-class"),
    path("evaluation/<int:number>/person", pages.exam_person, name="exam-person"),
    path("evaluation/<int:number>/scores", pages.exam_scores, name="exam-scores"),
    path("evaluation/<int:number>/lead/<slug:verb>", pages.exam_lead, name="exam-lead"),
    path("certificates/", pages.certificates, name="certificates"),
    path("certificates/<int:number>", pages.certificate, name="certificate"),
    path("certificates/<int:number>/withdraw", pages.certificate_withdraw, name="certificate-withdraw"),
    path("classes/<int:number>/attest", pages.class_attest, name="class-attest"),
]
