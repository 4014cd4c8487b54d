"""Addresses of the households. A household is named by a random number, never by the register's own."""

from django.urls import path

from qianxiao.registers.households import pages, pages_moves

urlpatterns = [
    path("households/", pages.households, name="households"),
    path("households/changes", pages.changes, name="household-changes"),
    path("households/<uuid:household>", pages.household, name="household"),
    path("households/<uuid:household>/move", pages_moves.move, name="household-move"),
    path("households/moves/", pages_moves.moves, name="moves"),
    path("households/moves/<int:number>/<slug:verb>", pages_moves.answer, name="move-answer"),
]
