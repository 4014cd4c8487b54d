"""Words of training in the reader's language: states, verbs, findings, modes."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from qianxiao.registers.schools.words import coded, day, occupation
from qianxiao.services.training import rules
from qianxiao.services.training.checks import Finding
from qianxiao.services.training.models import Entry, TrainingClass

Words = Mapping[str, str | Promise]
STATES: Words = {
    "draft": _("Draft"),
    "filed": _("Waiting for approval"),
    "returned": _("Returned"),
    "approved": _("Running"),
    "suspended": _("Suspended"),
    "finished": _("Taught to the end"),
    "assessed": _("Assessed"),
    "certified": _("Certificates are in"),
    "ready": _("Ready for the subsidy"),
    "dropped": _("Dropped"),
}
TONES = {"filed": "wait", "returned": "bad", "approved": "info", "suspended": "bad", "certified": "ok", "ready": "ok", "assessed": "ok"}  # fmt: skip
VERBS: Words = {
    "file": _("Submit for approval"),
    "withdraw": _("Withdraw"),
    "drop": _("Drop the class"),
    "approve": _("Approve the class"),
    "return": _("Return the class"),
    "suspend": _("Suspend"),
    "resume": _("Let it go on"),
    "finish": _("Teaching has ended"),
    "assess": _("Close the assessment"),
    "certify": _("All certificates are in"),
    "ready": _("Hand over for the subsidy"),
}
MODES: Words = {
    "group": _("In a group"),
    "elastic": _("Elastic"),
    "classroom": _("In a classroom"),
    "workshop": _("In a factory or workshop"),
    "media": _("With media"),
}
KINDS: Words = {"theory": _("Theory"), "practice": _("Practice")}
SITES: Words = {
    "workshop": _("Poverty workshop"),
    "outwork": _("Village outwork point"),
    "home": _("At home"),
}
MARKS: Words = {"present": _("Present"), "absent": _("Absent"), "held": _("In doubt")}
TABS: Words = {
    "running": _("Running"),
    "filed": _("Waiting for approval"),
    "draft": _("In preparation"),
    "ended": _("Ended"),
    "all": _("All"),
}
# of a class and its people; `other` is the number of another record, a name of a room, a day or a figure
REQUESTS: Words = {"asked": _("Asked"), "scheduled": _("A class is scheduled"), "refused": _("No class")}
FINDINGS: Words = {
    "no_institution": _("The institution is not in the register."),
    "licence_over": _("The licence does not hold on all days of the class (until %(other)s)."),
    "not_licensed": _("The licence does not cover this occupation and level (%(other)s)."),
    "over_scale": _("The licence allows %(other)s learners at a time."),
    "no_occupation": _("This occupation is not in the catalogue (%(other)s)."),
    "no_type": _("This training type is unknown."),
    "occupation_retired": _("The code of the occupation has been retired; its successor is %(other)s."),
    "no_level": _("The occupation does not have this level."),
    "guidance_level": _("Guidance ends without a paper that says a skill level."),
    "wrong_paper": _("This training type does not end with this kind of paper."),
    "type_hours": _("The usual hours of this training type are %(other)s."),
    "no_employer": _("Post training needs the enterprise that takes the people on."),
    "no_site_kind": _("Training near home needs its kind of site."),
    "programme_over": _("The programme does not run on these days."),
    "other_than_project": _("The project %(other)s buys another training."),
    "outside_project": _("The days lie outside the project %(other)s."),
    "over_contract": _("The project %(other)s has no places left."),
    "no_timetable": _("There is no timetable."),
    "hours_open": _("The timetable differs from the hours of the class by %(other)s."),
    "outside_dates": _("A session lies outside the days of the class (%(other)s)."),
    "hours_a_day": _("Too many class hours on %(other)s."),
    "few_days": _("A class of this type usually takes %(other)s days."),
    "room_seats": _("The room %(other)s has fewer seats than the class."),
    "no_room": _("A session has no room."),
    "no_teacher": _("A session has no teacher."),
    "room_twice": _("The room is taken by class %(other)s."),
    "teacher_twice": _("The teacher is with class %(other)s."),
    "teacher_hours": _("A teacher gives too many hours on %(other)s."),
    "teacher_away": _("A teacher is not with the institution on %(other)s."),
    "teacher_other": _("A teacher belongs to another institution."),
    "room_unbooked": _("The room %(other)s belongs to somebody else and is not booked."),
    "room_booked": _("The room is booked by another institution on %(other)s."),
    "area_stopped": _(
        "Training on the spot is stopped here from %(other)s: a plan against infection is needed."
    ),
    "nobody": _("There is nobody on the roster."),
    "over_seats": _("More people than seats (%(other)s)."),
    "people_stopped": _("People on the roster who may not take part: %(other)s."),
    "same_trade": _("Has had this trade and level (class %(other)s)"),
    "over_cap": _("Has had as many classes this year as are allowed (last: class %(other)s)"),
    "same_hour": _("Is in class %(other)s at the same hour"),
    "student": _("Is a full-time student"),
    "dead": _("Has died according to the register"),
    "left_register": _("Has moved or married out according to the register"),
    "imprisoned": _("Is in prison according to the register"),
    "unable": _("Is not able to work according to the register"),
    "pensioner": _("Draws a pension according to the register"),
    "too_young": _("Is too young (%(other)s)"),
    "too_old": _("Is above the usual age (%(other)s)"),
    "no_birth": _("The date of birth is not known"),
    "programme_age": _("Is outside the ages of the programme (%(other)s)"),
    "no_leaver": _("Is not somebody who just left school"),
    "not_over": _("The class lasts until %(other)s."),
    "unrolled": _("Sessions without a roll call: %(other)s."),
    "held_open": _("Marks of attendance in doubt: %(other)s."),
    "no_result": _("Trainees without a result: %(other)s."),
    "low_attendance": _("Trainees who passed with too few hours: %(other)s."),
    "no_paper": _("Trainees who passed without a paper: %(other)s."),
    "licence_check": _("The check character of the licence %(other)s does not fit."),
    "licence_twice": _("The same licence stands with somebody else (class %(other)s)."),
    "bad_inspection": _("An inspection found something that is not put right."),
}


def finding(one: Finding) -> str:
    """A finding in words."""
    other = day(int(one.other)) if one.other.isdecimal() and len(one.other) == 8 else one.other
    return str(FINDINGS[one.code]) % {"other": other} if one.code in FINDINGS else one.code


def trade(one: TrainingClass) -> str:
    """Occupation and level of a class."""
    return f"{occupation(one.occupation)} · {coded('train_level', one.level)}"


def programme(code: str) -> str:
    """A programme in words; '' without one."""
    line = rules._file("types")["programmes"].get(code)
    return rules.said(line) if line else ""


def wish(code: str) -> str:
    """A wish in words; '' without one."""
    line = rules.wishes().get(code)
    return rules.said(line) if line else ""


def advice(code: str) -> str:
    """The types a wish recommends, in words (19-10-01)."""
    return " / ".join(coded("train_type", kind) for kind in rules.wishes().get(code, {}).get("types", ()))


_DOUBTS: Words = {
    "clock": _("The clock of the device does not fit"),
    "sent_late": _("Waited long on the device"),
    "photo": _("The same evidence was given for another session"),
    "fast": _("Two roll calls within seconds"),
    "second": _("Came a second time without a reason"),
}


def fate(form: str) -> str:
    """A form of employment in words; '' says that somebody has no work."""
    return coded("employ_form", form) if form else gettext("Not in work")


def doubts(entry: Entry) -> list[str]:
    """What a person has to look at in a roll call."""
    told = [str(_DOUBTS[code]) for code in entry.doubts]
    return [
        *([gettext("Late")] if entry.late else []),
        *([gettext("Changed afterwards")] if entry.edited else []),
        *told,
    ]
