"""Verbs of the lists: keep a view, drop it, choose columns and size."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from qianxiao.office.accounts.queries import Actor
from qianxiao.office.lists.declared import KNOWN, SIZES
from qianxiao.office.lists.models import Layout, SavedView

MOST_VIEWS = 20  # of one reader and list


def save_view(actor: Actor, page: str, title: str, query: str, shared: bool) -> SavedView:
    """Keep the filters of a list under a title; the same title takes its place. Raises Http404, ValidationError."""
    if actor.user is None or actor.post is None or page not in KNOWN:
        raise Http404
    said = " ".join(title.split())[:40]
    if not said:
        raise ValidationError(_("A view needs a title."))
    with transaction.atomic():
        mine = SavedView.objects.select_for_update().filter(user=actor.user, page=page)
        if mine.exclude(title=said).count() >= MOST_VIEWS:
            raise ValidationError(_("There are too many views; please drop one first."))
        agency = actor.post.agency if shared else None
        told = {"query": query[:500], "agency": agency}
        view, _made = SavedView.objects.update_or_create(
            user=actor.user, page=page, title=said, defaults=told
        )
    return view


def drop_view(actor: Actor, number: int) -> str:
    """Drop one's own view; returns its list. Raises Http404 on somebody else's."""
    with transaction.atomic():
        found = SavedView.objects.select_for_update().filter(pk=number, user=actor.user).first()
        if found is None:
            raise Http404
        found.delete()
    return found.page


def lay_out(actor: Actor, page: str, columns: list[str], size: int) -> Layout:
    """Choose columns, their order and the size of a page. Raises Http404 on a size there is not."""
    if actor.user is None or size not in SIZES or page not in KNOWN:
        raise Http404
    with transaction.atomic():
        told = {"columns": [name[:32] for name in columns][:40], "size": size}
        layout, _made = Layout.objects.update_or_create(user=actor.user, page=page, defaults=told)
    return layout
