"""Labels of what a close holds and of what the access trail keeps, in the reader's language."""

import re

from django.utils.translation import gettext as _

from qianxiao.office.exports import words as export_words
from qianxiao.registers.households import words as household_words
from qianxiao.returns.close import words
from qianxiao.services.studies import words as study_words


def table(name: str) -> str:
    """What a table of the close holds."""
    return {
        "persons": _("registered people of the month"),
        "mentions": _("rows of all registers"),
        "links": _("rows matched to a person"),
        "doubts": _("matches in doubt"),
        "due": _("aid that is due"),
        "entitlements": _("aid decisions"),
        "states": _("states of people, one per duty"),
        "gaps": _("lines of the gap lists"),
        "irregularities": _("findings to look into"),
        "feedback": _("lines of school feedback"),
        "cells": _("figures of the form"),
        "reconciliation": _("figures reconciled"),
        "differences": _("differences of the reconciliation"),
        "faults": _("faults in the rows read"),
    }.get(name, name)


def stranger(name: str) -> str:
    """The masked key of a person who is not in the register: the number when there is one."""
    kind, sign, rest = name.partition(":")
    if not sign:
        return name
    return rest if kind == "id" else ""


def purpose(text: str) -> str:
    """What was opened, as the access trail keeps it: `people:study:served`."""
    if exported := export_words.trail(text):
        return exported
    name, _sign, rest = text.partition(":")
    label = {
        "people": _("People list"),
        "people-list": _("Register of people"),
        "gaps": _("Gap list"),
        "person": _("One person"),
        "doubts": _("Doubts"),
        "links": _("Matched rows"),
        "doubt": _("One doubt"),
        "irregularities": _("Irregularities"),
        "feedback": _("School feedback"),
        "import": _("Import"),
        "download": _("Download"),
        "trail": _("Access trail"),
        "record": _("One person"),
        "looks": _("Who looked"),
        "duplicates": _("Records that may be one person"),
        "duplicate": _("One person or two?"),
        "merged": _("taken for one person"),
        "split": _("set apart again"),
        "apart": _("two different people"),
        "number": _("search by full number"),
        "name": _("search by name"),
        "reading": _("search by pinyin"),
        "nothing": _("search"),
        "command": _("at the command line"),
    }.get(name) or str((household_words.purposes() | study_words.purposes()).get(name, name))
    said = {"gaps": words.kind, "download": words.file_kind, "changes": household_words.verb}.get(name)
    parts = [said(rest)] if said and rest else [_part(part) for part in rest.split(":") if part]
    return " · ".join([label, *parts])


def field_names(text: str) -> str:
    """The fields that were shown, in words."""
    labels = household_words.shown_fields() | {
        "name": _("Name"),
        "id_mask": _("ID number, masked"),
        "phone_mask": _("telephone, masked"),
        "account_mask": _("account, masked"),
        "id_no": _("ID number"),
        "phone": _("Telephone"),
        "account": _("Account"),
        "birth": _("Birth date"),
        "ethnic": _("Ethnic group"),
        "region": _("Place"),
        "state": _("State"),
        "states": _("State"),
        "step": _("Step"),
        "amount": _("amount"),
        "dues": _("aid decisions"),
        "links": _("Match evidence"),
        "household": _("Household"),
        "seen_name": _("Row seen"),
        "bits": _("Weight, bits"),
        "register": _("Register"),
        "detail": _("Finding"),
        "items_due": _("Items due"),
        "items_missing": _("Missing"),
        "cells": _("cells of a roster"),
        "whole file": _("whole file"),
        "who": _("Who"),
        "subject": _("Whose"),
    }
    return _(", ").join(labels.get(name, name) for name in re.split(r"[,;]\s*", text) if name)


# whole lists, which are nobody's in particular
_WHOLE = ("trail", "search", "duplicates", "doubts", "people", "households", "ledger")


def subject(text: str) -> str:
    """Whose data: numbers as they are, a month for whole lists, a dash for the trail itself."""
    _name, sign, month = text.rpartition(":")
    if sign:
        return f"{month[:4]}-{month[4:]}"
    return "—" if text in _WHOLE else text.replace(",", ", ")


def _part(name: str) -> str:
    """A duty or a state inside a purpose."""
    return words.duty(name) if name in ("all", "study", "train") else words.state(name)
