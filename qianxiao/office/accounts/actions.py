"""Writes of agencies, users and posts, one verb each: one transaction, who did it, one event."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from qianxiao.base.scope import Range
from qianxiao.base.tables import units
from qianxiao.masterdata.regions.queries import NATION, span, stem
from qianxiao.office.accounts.factor import seal
from qianxiao.office.accounts.models import AccountEvent, Agency, FileHand, Post, SignInTry, User
from qianxiao.office.accounts.queries import Actor, agency_in, covers, post_in, user_in
from qianxiao.office.accounts.roles import ABOVE, HANDS, SEATS, Kind, Right, Role, sits_at

DEMO_PASSWORD = "qianxiao-demo-2020"  # noqa: S105  public on purpose: PostBackend refuses it outside a demo
# tree → what its agency is called at the centre, in a province, in a municipality and the corps
TREES = {
    Kind.HR: ("人力资源和社会保障部", "人力资源和社会保障厅", "人力资源和社会保障局"),
    Kind.RELIEF: ("国务院扶贫开发领导小组办公室", "扶贫开发办公室", "扶贫开发办公室"),
    Kind.FINANCE: ("财政部", "财政厅", "财政局"),
}
OPERATOR = "operator"  # who runs commands on the server


def note(actor: Actor, verb: str, subject: str, **detail: Any) -> None:
    """Write down what an actor did; call inside the transaction that does it."""
    told = {"by": actor.username, "post": actor.post_name, "request_id": actor.request_id}
    AccountEvent.objects.create(verb=verb, subject=subject, detail=detail, **told)


def note_failure(username: str, address: str) -> None:
    """Double the wait of this name from this address, up to the longest one."""
    with transaction.atomic():
        row, _made = SignInTry.objects.select_for_update().get_or_create(
            username=username[:64], address=address, defaults={"not_before": timezone.now()}
        )
        row.failures += 1
        seconds = min(2 ** min(row.failures - 1, 16), settings.SIGN_IN_WAIT_MAX)
        row.not_before = timezone.now() + timedelta(seconds=seconds)
        row.save()


def forget_failures(username: str, address: str) -> None:
    """A right password ends the wait."""
    SignInTry.objects.filter(username=username[:64], address=address).delete()


def note_sign_in(actor: Actor) -> None:
    """Somebody came in; shown to that person in the own settings."""
    with transaction.atomic():
        note(actor, "signed in", actor.username)


def note_switch(actor: Actor, post: Post) -> None:
    """Somebody works at another of the own posts from now on."""
    with transaction.atomic():
        note(actor, "post chosen", actor.username, role=post.role, agency=post.agency.name)


def note_sign_out(actor: Actor) -> None:
    """Somebody went."""
    with transaction.atomic():
        note(actor, "signed out", actor.username)


def change_password(actor: Actor, user: User, password: str) -> None:
    """A new password: Django ends every session that was opened with the old one."""
    with transaction.atomic():
        user.set_password(password)
        user.save(update_fields=["password"])
        note(actor, "password changed", user.username)


def set_reading(actor: Actor, user: User, text_size: str, keys: bool) -> None:
    """How somebody reads; nobody else's matter, so no event."""
    with transaction.atomic():
        User.objects.filter(pk=user.pk).update(text_size=text_size, keys=keys)


def use_code(user: User, step: int) -> bool:
    """Take the code of one half minute; False when it was taken already, also by a request at the same moment."""
    with transaction.atomic():
        return bool(User.objects.filter(pk=user.pk, factor_step__lt=step).update(factor_step=step))


def set_factor(actor: Actor, user: User, secret: bytes, step: int) -> None:
    """The device is known: from now on its codes are asked for. The code that proved it is used up."""
    with transaction.atomic():
        User.objects.filter(pk=user.pk).update(factor=seal(secret, user.pk), factor_step=step)
        note(actor, "factor set", user.username)


def seal_anew(user: User, secret: bytes) -> None:
    """A secret from before the key ring: sealed under its key from now on, if nobody changed it meanwhile."""
    with transaction.atomic():
        if User.objects.filter(pk=user.pk, factor=user.factor).update(factor=seal(secret, user.pk)):
            note(Actor(user.username), "factor sealed", user.username)


def reset_factor(actor: Actor, username: str) -> None:
    """A lost device: the next sign-in asks for the password alone and for a new device. Raises Http404."""
    actor.scope.need(Right.GRANT)
    with transaction.atomic():
        user = user_in(actor.scope, username)
        User.objects.filter(pk=user.pk).update(factor=b"")
        note(actor, "factor reset", username)


def note_refusal(actor: Actor, path: str) -> None:
    """A page that is not there, or not for this post, was asked for (X-01): both leave the same line."""
    with transaction.atomic():
        note(actor, "refused", path[:1000])


def add_agency(
    actor: Actor, name: str, kind: Kind, region: str, above: Agency | None, code: str = ""
) -> Agency:
    """A new agency inside the actor's regions, under one of its own tree. Raises Http404, ValidationError."""
    actor.scope.need(Right.APPOINT)
    actor.inside(region)
    with transaction.atomic():
        made = _agency(name, kind, region, above, code)
        note(actor, "agency added", made.name, kind=kind, region=region, code=code)
    return made


def _agency(name: str, kind: str, region: str, above: Agency | None, code: str) -> Agency:
    if Agency.objects.filter(name=name).exists():
        raise ValidationError({"name": _("An agency of this name is there already.")})
    if above is not None and (above.kind not in ABOVE[kind] or not covers(above.region, region)):
        raise ValidationError({"above": _("The superior must be of the same tree and hold the region.")})
    return Agency.objects.create(name=name, kind=kind, region=region, above=above, code=code)


def add_user(actor: Actor, username: str, full_name: str, password: str) -> User:
    """A new account without any post: it sees nothing yet. Raises Http404, ValidationError."""
    actor.scope.need(Right.APPOINT)
    if User.objects.filter(username=username).exists():
        raise ValidationError({"username": _("This sign-in name is taken.")})
    user = User(username=username, full_name=full_name)
    validate_password(password, user)
    user.set_password(password)
    with transaction.atomic():
        user.save()
        note(actor, "user added", username)
    return user


def ask_post(actor: Actor, user: User, agency_id: int, role: Role) -> Post:
    """Ask that a user gets a role at an agency; it counts once somebody else grants it. Raises as add_agency."""
    actor.scope.need(Right.APPOINT)
    agency = agency_in(actor.scope, agency_id)
    if not sits_at(role, agency.kind, len(stem(agency.region))):
        raise ValidationError({"role": _("This role does not sit at this kind of agency.")})
    regions, institutions = ([], [agency.code]) if agency.code else ([agency.region], [])
    with transaction.atomic():
        _apart(user, role)
        post = Post.objects.create(
            user=user,
            agency=agency,
            role=role,
            regions=regions,
            institutions=institutions,
            asked_by=actor.username,
        )
        Post.objects.filter(pk=post.pk).update(seat=post.pk)
        note(actor, "post asked", user.username, role=role, agency=agency.name)
    return post


def _apart(user: User, role: str) -> None:
    """Raise ValidationError for a second administrator's or a mixed role; the database refuses it as well."""
    User.objects.select_for_update().get(pk=user.pk)  # two posts asked for at once take turns
    others = Post.objects.filter(user=user).exclude(role=role).exclude(ends__lte=localdate())
    if any(not may_sit_together(role, other.role) for other in others):
        raise ValidationError({"role": _("An administrator holds no other role.")})


def may_sit_together(one: str, other: str) -> bool:
    """Whether one person may hold both roles at a time: an administrator's stands alone."""
    admins = (Role.SYSTEM, Role.SECURITY, Role.LOGS)
    return one == other or (one not in admins and other not in admins)


def grant_post(actor: Actor, post_id: int) -> Post:
    """Grant a post that somebody else asked for. Raises Http404; ValidationError when it is one's own wish."""
    actor.scope.need(Right.GRANT)
    with transaction.atomic():
        post = post_in(actor.scope, post_id, lock=True)
        if actor.username in (post.asked_by, post.user.username):
            raise ValidationError(_("Somebody else must grant this post."))
        if post.granted_by:
            return post
        post.granted_by = actor.username
        post.save(update_fields=["granted_by"])
        note(actor, "post granted", post.user.username, role=post.role, agency=post.agency.name)
    return post


def end_post(actor: Actor, post_id: int) -> Post:
    """End a post today; it is gone with the next request of its holder. Raises Http404."""
    if not actor.scope.may(Right.GRANT):
        actor.scope.need(Right.APPOINT)
    with transaction.atomic():
        post = post_in(actor.scope, post_id, lock=True)
        if post.ends is None or post.ends > localdate():
            post.ends = localdate()
            post.save(update_fields=["ends"])
            note(actor, "post ended", post.user.username, role=post.role, agency=post.agency.name)
    return post


def hand_over(actor: Actor, post_id: int, successor: User) -> Post:
    """End a post and give its seat with everything open on it to somebody else (19-03-05).

    The new post waits for the security administrator like any other. Raises Http404; ValidationError when the
    successor already took another part in one of the open files, which are named.
    """
    actor.scope.need(Right.APPOINT)
    with transaction.atomic():
        old = post_in(actor.scope, post_id, lock=True)
        if successor.pk == old.user_id:
            raise ValidationError(_("The successor is somebody else."))
        _apart(successor, old.role)
        todo = list(FileHand.objects.select_for_update().filter(post=old, open=True))
        files = [one.file for one in todo]
        taken = FileHand.objects.filter(user=successor, file__in=files).values_list("file", flat=True)
        if taken:
            raise ValidationError(_("Took another part in: %(files)s") % {"files": ", ".join(taken)})
        new = Post.objects.create(
            user=successor,
            agency=old.agency,
            role=old.role,
            regions=old.regions,
            institutions=old.institutions,
            asked_by=actor.username,
            seat=old.seat,
        )
        FileHand.objects.filter(pk__in=[one.pk for one in todo]).update(user=successor, post=new)
        old.ends = localdate()
        old.save(update_fields=["ends"])
        detail = {"to": successor.username, "role": old.role, "agency": old.agency.name, "files": files}
        note(actor, "post handed over", old.user.username, **detail)
    return new


def take_file(actor: Actor, file: str) -> FileHand:
    """Take one's part in a file. Raises Http404 without a part; ValidationError when it would be a second one."""
    post = actor.post
    hand = HANDS.get(post.role) if post else None
    if post is None or hand is None:
        raise ValidationError(_("This post takes no part in files."))
    with transaction.atomic():
        Post.objects.select_for_update().get(pk=post.pk)
        before = FileHand.objects.filter(file=file)
        mine = before.filter(user_id=post.user_id).first()
        if mine is not None and mine.hand == hand:
            return mine
        if mine is not None or before.filter(hand=hand).exists():
            raise ValidationError(_("Maker, checker and payer of a file are three people."))
        made = FileHand.objects.create(file=file, hand=hand, user_id=post.user_id, post=post)
        note(actor, "file taken", file, hand=hand)
    return made


def close_user(actor: Actor, username: str, active: bool = False) -> None:
    """Close an account, or open it again; its sessions end with their next request. Raises Http404."""
    actor.scope.need(Right.GRANT)
    with transaction.atomic():
        user = user_in(actor.scope, username)
        if user.username == actor.username:
            raise ValidationError(_("Nobody closes the own account."))
        User.objects.filter(pk=user.pk).update(is_active=active)
        note(actor, "user opened" if active else "user closed", username)


_SEAT = ("agency__name", "regions", "institutions", "ends", "granted_by")


def give_post(
    username: str,
    full_name: str,
    agency: str,
    role: Role,
    bounds: Range = ("", ""),
    home: str = "",
    institution: str = "",
    demo: bool = False,
    place: str = "",
) -> Post:
    """The operator's way: a user with one post; made again it moves the post, so that the demo can be loaded anew.

    `place` is where an agency with an institution code lies. Raises ValueError when bounds and home differ.
    """
    if home and bounds != span(home):
        raise ValueError(f"{home} is {span(home)}, not {bounds}")
    kind = min(SEATS[role]) if role != Role.LOGS else Kind.HR
    with transaction.atomic():
        before = Post.objects.filter(user__username=username, role=role).values(*_SEAT).first()
        told = {"region": home or place, "kind": kind, "code": institution}
        office, _made = Agency.objects.update_or_create(name=agency, defaults=told)
        user, new = User.objects.update_or_create(
            username=username, defaults={"full_name": full_name, "is_demo": demo, "is_active": True}
        )
        if new:
            user.set_password(DEMO_PASSWORD) if demo else user.set_unusable_password()
            user.save()
        seat = {
            "agency": office,
            "regions": [home] if home else [],
            "institutions": [institution] if institution else [],
            "ends": None,
            "granted_by": OPERATOR,
        }
        post, made = Post.objects.update_or_create(user=user, role=role, defaults=seat)
        if made:
            Post.objects.filter(pk=post.pk).update(seat=post.pk)
        if before != Post.objects.filter(pk=post.pk).values(*_SEAT).first():
            note(Actor(OPERATOR), "post given", username, role=role, agency=agency)
    return post


def set_up_units() -> int:
    """Agencies of the ministry's and the 32 province-level units (19-00-01), once; returns how many were made.

    Two trees and finance for each; names that differ locally are changed by the operator.
    """
    made = 0
    with transaction.atomic():
        for kind, (ministry, department, bureau) in TREES.items():
            top, new = Agency.objects.get_or_create(name=ministry, defaults={"kind": kind, "region": NATION})
            made += new
            for unit in units():
                title = bureau if unit.zh.endswith("市") or not unit.region else department
                told = {"kind": kind, "region": unit.region or f"{unit.code}0000", "above": top}
                made += Agency.objects.get_or_create(name=f"{unit.zh}{title}", defaults=told)[1]
        if made:
            note(Actor(OPERATOR), "agencies set up", NATION, made=made)
    return made


def link_agencies(pairs: Iterable[tuple[str, str]]) -> None:
    """The operator's way to put agencies under their superiors: pairs of names, below and above."""
    with transaction.atomic():
        wanted = list(pairs)
        named = {name for pair in wanted for name in pair}
        known = {one.name: one for one in Agency.objects.filter(name__in=named)}
        for below, above in wanted:
            low, high = known[below], known[above]
            if high.kind not in ABOVE[low.kind]:
                raise ValidationError(f"{below} cannot stand under {above}")
            low.above = high
            low.save(update_fields=["above"])


def only_in_demo() -> None:
    """Raise unless this installation says that it is a demo."""
    if not settings.DEMO:
        raise ImproperlyConfigured("demo accounts exist in a demo only: set QIANXIAO_DEMO=1")
