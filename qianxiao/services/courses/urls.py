"""Addresses of the library of courses and of learners' codes."""

from django.urls import path

from qianxiao.services.courses import api, pages, pages_campaign

urlpatterns = [
    path("library/", pages.library, name="library"),
    path("library/new", pages.new, name="library-new"),
    path("library/campaign", pages_campaign.campaign, name="campaign"),
    path("library/campaign/people", pages_campaign.campaign_people, name="campaign-people"),
    path("library/learners/new", pages.learner, name="learner-new"),
    path("library/<uuid:course>", pages.course, name="library-course"),
    path("library/<uuid:course>/state", pages.state, name="library-state"),
    path("library/<uuid:course>/keep/<slug:what>", pages.keep, name="library-keep"),
    path("xapi/statements", api.statements, name="xapi-statements"),
    path("xapi/about", api.about, name="xapi-about"),
]
