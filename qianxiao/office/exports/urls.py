"""Addresses of exports."""

from django.urls import path

from qianxiao.office.exports import pages

urlpatterns = [
    path("lists/<str:page>/export", pages.take, name="list-export"),
    path("exports/", pages.exports, name="exports"),
    path("exports/<int:number>", pages.export, name="export"),
    path("exports/<int:number>/answer", pages.answer, name="export-answer"),
    path("exports/<int:number>/drop", pages.drop, name="export-drop"),
    path("exports/<int:number>/file", pages.file, name="export-file"),
]
