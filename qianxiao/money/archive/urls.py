"""Addresses of printed files."""

from django.urls import path

from qianxiao.money.archive import pages

urlpatterns = [
    path("claims/<int:number>/file.pdf", pages.claim_file, name="claim-file"),
    path("claims/<int:number>/lines/<int:line>/file.pdf", pages.claim_line_file, name="claim-line-file"),
    path("notices/<int:number>/board.pdf", pages.board, name="notice-board"),
    path("classes/<int:number>/file.pdf", pages.class_file, name="class-file"),
]
