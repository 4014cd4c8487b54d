"""Reads of what a reader chose about lists: own and shared views, columns, size."""

from django.db.models import Q

from qianxiao.office.accounts.queries import Actor
from qianxiao.office.lists.models import Layout, SavedView

MOST = 12  # tabs above a list


def views_of(actor: Actor, page: str) -> list[SavedView]:
    """The reader's own views of a list and those shared with the agency of the post worked at."""
    if actor.user is None:
        return []
    mine = Q(user=actor.user)
    if actor.post is not None:
        mine |= Q(agency_id=actor.post.agency_id)
    return list(SavedView.objects.filter(mine, page=page).order_by("title", "pk")[:MOST])


def layout_of(actor: Actor, page: str, size: int) -> Layout:
    """The reader's layout of a list; an unsaved one with nothing chosen, of this size, when there is none."""
    found = Layout.objects.filter(user=actor.user, page=page).first() if actor.user else None
    return found or Layout(page=page, size=size)
