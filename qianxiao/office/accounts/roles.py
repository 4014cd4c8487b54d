"""What a role may open. Rights are data here; where it may look is the post's scope."""

from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """Who sits at a post."""

    MINISTRY = "ministry", _("Ministry")
    PROVINCE = "province", _("Province")
    COUNTY = "county", _("County officer")
    SCHOOL = "school", _("School")
    AUDITOR = "auditor", _("Auditor")


class Right(StrEnum):
    """One thing that can be opened."""

    COVERAGE = "coverage"  # figures without names
    PEOPLE = "people"  # lists and pages of persons
    REVIEW = "review"  # doubts and irregularities
    FEEDBACK = "feedback"  # what goes back to schools
    FILES = "files"  # workbooks and forms of the close
    TRAIL = "trail"  # who looked at whose data


_OFFICE = frozenset({Right.COVERAGE, Right.PEOPLE, Right.REVIEW, Right.FEEDBACK, Right.FILES})
RIGHTS: dict[str, frozenset[Right]] = {
    # the ministry reads figures; names stay with those who serve the people (page matrix of the design)
    Role.MINISTRY: frozenset({Right.COVERAGE, Right.FILES}),
    Role.PROVINCE: _OFFICE,
    Role.COUNTY: _OFFICE,
    Role.SCHOOL: frozenset({Right.FEEDBACK}),
    Role.AUDITOR: _OFFICE | {Right.TRAIL},
}
