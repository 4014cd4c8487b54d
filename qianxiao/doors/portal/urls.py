"""Addresses without an account, and those of learners."""

from django.urls import path

from qianxiao.doors.portal import (
    pages,
    pages_commended,
    pages_keys,
    pages_launch,
    pages_learn,
    pages_money,
    pages_notices,
)

COURSE = "portal/courses/<uuid:course>"
LESSON = f"{COURSE}/<int:number>"
urlpatterns = [
    path("portal/", pages.home, name="portal-home"),
    path("portal/keys/", pages_keys.keys, name="portal-keys"),
    path("portal/keys/<int:entry>", pages_keys.contact, name="portal-contact"),
    path("portal/courses/", pages.courses, name="portal-courses"),
    path(COURSE, pages.course, name="portal-course"),
    path(f"{COURSE}/begin", pages.begin, name="portal-begin"),
    path(f"{COURSE}/launch", pages_launch.launch, name="portal-launch"),
    path("portal/notices/", pages_notices.notices, name="portal-notices"),
    path("portal/notices/<int:number>", pages_notices.notice, name="portal-notice"),
    path("portal/notices/<int:number>/object", pages_notices.object_to, name="portal-object"),
    path("portal/commended/", pages_commended.commended, name="portal-commended"),
    path("portal/commended/<int:number>", pages_commended.commended_one, name="portal-commended-one"),
    path("lti/authorize", pages_launch.authorize, name="lti-authorize"),
    path("lti/keys", pages_launch.keys, name="lti-keys"),
    path(f"{COURSE}/proof", pages_learn.proof, name="portal-proof"),
    path(LESSON, pages_learn.lesson, name="portal-lesson"),
    path(f"{LESSON}/file", pages.file, name="portal-file"),
    path(f"{LESSON}/beat", pages_learn.beat, name="portal-beat"),
    path(f"{LESSON}/read", pages_learn.read, name="portal-read"),
    path(f"{LESSON}/answer", pages_learn.answer, name="portal-answer"),
    path("portal/mine", pages_learn.mine, name="portal-mine"),
    path("portal/guides/", pages_money.guides, name="portal-guides"),
    path("portal/guides/<slug:item>", pages_money.guide, name="portal-guide"),
    path("portal/apply/<slug:item>", pages_money.apply, name="portal-apply"),
    path("portal/claims/<int:line>", pages_money.claim, name="portal-claim"),
    path("portal/claims/<int:line>/<slug:verb>", pages_money.verb, name="portal-claim-verb"),
    path("portal/verify", pages.verify, name="portal-verify"),
    path("portal/sign-in", pages.sign_in, name="portal-sign-in"),
    path("portal/sign-out", pages.sign_out, name="portal-sign-out"),
]
