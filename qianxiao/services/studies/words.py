"""Words of students in the reader's language: statuses, steps, whose yes is waited for, what two schools claim."""

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from qianxiao.registers.schools.words import coded

STEPS: dict[str, str | Promise] = {
    "approve": _("Say yes for the school"),
    "decline": _("Return to the registrar"),
    "confirm": _("Say yes for the department"),
    "return": _("Return to the school"),
    "resubmit": _("Submit again"),
    "cancel": _("Cancel the registration"),
    "suspend": _("Suspend"),
    "resume": _("Resume"),
    "keep": _("Keep for military service"),
    "major": _("Change the major"),
    "advance": _("Move up to the next level"),
    "transfer": _("Transfer to another school"),
    "withdraw": _("Withdraw"),
    "expel": _("Expel"),
    "graduate": _("Graduate"),
    "complete": _("Complete without graduating"),
    "leave": _("Leave without completing"),
    "strike": _("Strike off the roll"),
}
EVENTS: dict[str, str | Promise] = {
    "register": _("registered, waits for approval"),
    "arrive": _("arrived from another school"),
    "loaded": _("taken over from the register"),
    "held": _("held: another school has a registration"),
    "freed": _("the student chose this school"),
    "unchosen": _("cancelled: the student chose otherwise"),
    "approve": _("yes of the school"),
    "decline": _("returned to the registrar"),
    "confirm": _("yes of the department, registered"),
    "return": _("returned to the school"),
    "resubmit": _("submitted again"),
    "cancel": _("registration cancelled"),
    "suspend": _("suspended"),
    "resume": _("resumed"),
    "keep": _("kept for military service"),
    "major": _("major changed"),
    "advance": _("moved up to the next level"),
    "transfer": _("transferred to another school"),
    "withdraw": _("withdrew from the school"),
    "expel": _("expelled"),
    "graduate": _("graduated"),
    "complete": _("completed without graduating"),
    "leave": _("left without completing"),
    "strike": _("struck off the roll"),
}
WAITS: dict[str, str | Promise] = {
    "principal": _("waits for the head of the school"),
    "department": _("waits for the department"),
    "school": _("returned to the school"),
    "student": _("the student is asked"),
}
CONFLICTS: dict[str, str | Promise] = {
    "open": _("the student is asked"),
    "settled": _("the student has chosen"),
    "ended": _("one registration ended"),
}
TONES = {"0": "wait", "1": "ok", "2": "info", "3": "info", "7": "ok", "8": "ok"}


def status(code: str) -> str:
    """A status by its code."""
    return coded("student_status", code)


def month(value: int) -> str:
    """2020-05 of 202005."""
    return f"{value // 100:04}-{value % 100:02}"


def stage_of(code: str) -> str:
    """A level of training by its code."""
    return coded("school_stage", code) if code else "—"


def kind(code: str) -> str:
    """Full-time or not."""
    return coded("reg_kind", code)


def term(code: str) -> str:
    """2020S as spring 2020; a dash for none."""
    if len(code) != 5:
        return "—"
    return (gettext("spring %(year)s") if code[4] == "S" else gettext("autumn %(year)s")) % {"year": code[:4]}


def purposes() -> dict[str, str | Promise]:
    """What was opened or done with students, as the access trail names it."""
    done = {f"student_{verb}": EVENTS[verb] for verb in (*STEPS, "register")}
    return done | {
        "students": _("Students"),
        "students-home": _("Students from here"),
        "student": _("Student"),
        "student_term": _("registered for the term"),
        "student_chose": _("the student has chosen"),
        "student-conflicts": _("Registrations two schools claim"),
        "student-conflict": _("Registrations two schools claim"),
    }
