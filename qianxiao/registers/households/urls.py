"""Addresses of the households. A household is named by a random number, never by the register's own."""

from django.urls import path

from qianxiao.registers.households import pages, pages_lists, pages_moves

urlpatterns = [
    path("households/", pages.households, name="households"),
    path("households/export", pages.households_export, name="households-export"),
    path("households/changes", pages.changes, name="household-changes"),
    path("households/<uuid:household>", pages.household, name="household"),
    path("households/<uuid:household>/move", pages_moves.move, name="household-move"),
    path("households/lists/<slug:kind>", pages_lists.derived, name="derived"),
    path("households/lists/leavers/<uuid:person>", pages_lists.confirm, name="leaver-confirm"),
    path("households/moves/", pages_moves.moves, name="moves"),
    path("households/moves/<int:number>/<slug:verb>", pages_moves.answer, name="move-answer"),
]
