"""Labels of the households in the reader's language: what happened, which field, a value of it."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from qianxiao.base.reference import code_table

# field → code table; the others are dates, places and plain values
_TABLES = {
    "sex": "sex", "relation": "relation", "ethnic": "ethnic", "edu": "edu", "in_school": "in_school", "health": "health",
    "labour": "labour", "hukou_type": "hukou_type", "change_type": "change_type", "hh_attr": "hh_attr", "cause": "cause",
    "exit_status": "exit_status", "monitor_type": "monitor_type",
}  # fmt: skip
DATES = frozenset({"birth", "identified_on", "change_date", "risk_cleared_on"})


def verb(name: str) -> str:
    """What happened to a household or member in a month."""
    return {
        "first": _("in the first month of the register"),
        "entered": _("entered"),
        "back": _("came back"),
        "left": _("left the register"),
        "came": _("moved in from another county"),
        "went": _("moved to another county"),
        "changed": _("changed"),
        "other": _("in another household now"),
    }.get(name, name)


def purposes() -> dict[str, str]:
    """What was opened or done with the registers, as the access trail names it."""
    return {
        "households": _("Households"),
        "household": _("Household"),
        "changes": _("Entered, left, changed"),
        "leavers": _("School leavers"),
        "workers": _("Members able to work"),
        "leaver_said": _("What the village says"),
        "moves": _("Households between two counties"),
        "move_asked": _("household offered to another county"),
        "move_accept": _("household taken over"),
        "move_refuse": _("household refused"),
        "move_withdraw": _("offer taken back"),
        "corrections": _("Corrections to confirm"),
        "correct": _("Correct"),
        "correct_apply": _("correction confirmed"),
        "correct_refuse": _("correction refused"),
        "correct_withdraw": _("correction taken back"),
        "sheet": _("One person, one file"),
    }


def shown_fields() -> dict[str, str]:
    """Fields of the registers, as the access trail names them."""
    return fields() | {
        "hh_no": _("Household number"),
        "label": _("Label"),
        "number": _("Person number"),
        "history": _("History in the register"),
        "visits": _("Visits and duties about its members"),
        "list": _("School leavers"),
    }


def cohort(name: str) -> str:
    """This year's school leavers or earlier ones."""
    return {"fresh": _("this year's"), "earlier": _("earlier years'")}.get(name, "")


def move_state(name: str) -> str:
    """How a move stands."""
    return {
        "asked": _("waits for an answer"),
        "accepted": _("taken over"),
        "refused": _("refused"),
        "withdrawn": _("offer taken back"),
    }.get(name, name)


def subject(name: str) -> str:
    """Households or members."""
    return {"household": _("Households"), "member": _("Members")}.get(name, name)


def fields() -> dict[str, str]:
    """Every field whose change is noted, by its name."""
    return {
        "home": _("Home region"),
        "household": _("Household"),
        "name": _("Name"),
        "sex": _("Sex"),
        "birth": _("Birth date"),
        "id_no": _("ID number"),
        "phone": _("Telephone"),
        "account": _("Account"),
        "relation": _("Relation to the head"),
        "ethnic": _("Ethnic group"),
        "edu": _("Education reached"),
        "in_school": _("In school"),
        "health": _("Health"),
        "labour": _("Ability to work"),
        "hukou_type": _("Kind of household registration"),
        "identified_on": _("Identified on"),
        "change_type": _("Natural change"),
        "change_date": _("Date of the natural change"),
        "head": _("Head of the household"),
        "size": _("People in the household"),
        "hh_attr": _("Household attribute"),
        "cause": _("Main cause of poverty"),
        "exit_status": _("Exit status"),
        "exit_year": _("Year of exit"),
        "monitor_type": _("Kind of monitoring"),
        "risk_cleared_on": _("Risk cleared on"),
    }


def field(name: str) -> str:
    """A field's label."""
    return fields().get(name, name)


def value(name: str, told: object, places: dict[str, str]) -> str:
    """A value as an officer reads it; a dash where there is none."""
    if told in (None, ""):
        return "—"
    text = str(told)
    if name == "home":
        return places.get(text, text)
    if name in DATES and len(text) == 8:
        return f"{text[:4]}-{text[4:6]}-{text[6:]}"
    return code(_TABLES[name], text) if name in _TABLES else text


def code(table: str, told: str) -> str:
    """The label of a code, of several joined by `;`; what is not in the table is shown as it is."""
    english = (get_language() or "").startswith("en")
    known = code_table(table)
    parts = [
        (known[one].en if english else known[one].zh) if one in known else one for one in told.split(";")
    ]
    return _(", ").join(parts)
