"""Addresses of imports."""

from django.urls import path

from qianxiao.registers.rosters import pages

urlpatterns = [
    path("import/", pages.imports, name="imports"),
    path("import/template/<slug:register>", pages.roster_template, name="import-template"),
    path("import/<int:number>", pages.preview, name="import"),
    path("import/<int:number>/accept", pages.accept, name="import-accept"),
    path("import/<int:number>/answer", pages.answer, name="import-answer"),
    path("import/<int:number>/drop", pages.drop, name="import-drop"),
    path("import/<int:number>/back", pages.back, name="import-back"),
]
