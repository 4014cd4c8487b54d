"""Addresses of the figures. The ways of writing a period and a place are those of the closed month."""

from django.urls import path

from qianxiao.returns.indicators import pages, pages_board, pages_targets

urlpatterns = [
    path("board/", pages_board.board_home, name="board-home"),
    path("board/<place:region>", pages_board.board_page, name="board"),
    path("reports/", pages.reports, name="reports"),
    path("reports/table.xlsx", pages.export, name="reports-export"),
    path("reports/cells/<period:period>/<slug:indicator>/<place:region>", pages.cell, name="cell"),
    path("targets/", pages_targets.targets_page, name="targets"),
    path("targets/propose", pages_targets.targets_propose, name="targets-propose"),
    path("targets/decide", pages_targets.targets_decide, name="targets-decide"),
]
