"""States, phases and failures of background work in the reader's language."""

from django.utils.translation import gettext as _

from qianxiao.office.jobs.models import Job


def job_state(state: str) -> str:
    """Where a job stands."""
    return {
        "waiting": _("waiting"),
        "running": _("running"),
        "done": _("done"),
        "failed": _("failed"),
        "stopped": _("cancelled"),
    }.get(state, state)


def job_tone(state: str) -> str:
    """The tone of a state's tag."""
    return {"waiting": "wait", "running": "info", "done": "ok", "failed": "bad"}.get(state, "")


def job_kind(kind: str) -> str:
    """What is done."""
    return {
        "roster.read": _("Read a roster"),
        "roster.accept": _("Take in a roster"),
        "list.export": _("Make a file of a list"),
        "rules.trial": _("Try a value on the last closed month"),
        "payments.send": _("Send a batch to the bank"),
    }.get(kind, kind)


def job_about(kind: str) -> str:
    """The button that leads to what a job is about."""
    told = {
        "list.export": _("Open the export"),
        "rules.trial": _("Open the proposal"),
        "payments.send": _("Open the batch"),
    }
    return told.get(kind, _("Open the import"))


def job_phase(phase: str) -> str:
    """What a running job is at."""
    return {
        "open": _("opening the file"),
        "read": _("reading the file"),
        "check": _("checking every cell"),
        "give": _("writing the rows to correct"),
        "seal": _("sealing numbers"),
        "compare": _("comparing with what is stored"),
        "accept": _("taking rows in"),
        "write": _("writing the file"),
        "trail": _("writing down what is taken"),
        "try": _("trying it on every case"),
    }.get(phase, "")


def failure(job: Job) -> str:
    """Why a job failed, and what to do."""
    return {
        "no_month": _("There is no closed month on this server to try it on."),
        "post": _(
            "The post that asked for it has ended, or may not do this any more. Ask again from your own post."
        ),
        "died": _("The worker broke off three times. Nothing was changed; tell the system administrator."),
        "keys": _("The keys of this installation do not fit its database. Tell the system administrator."),
        "room": _("The disk is full. Nothing was changed; tell the system administrator."),
        "reader": _("The reader broke off. Nothing was changed; save the file anew and try again."),
        "trail": _("The access log could not be written, so there is no file. Ask again later."),
        "grown": _("The list holds many more rows by now than were told. Ask again."),
        "hands": _("Maker, checker and payer of a file are three people."),
    }.get(
        job.error,
        _("Something went wrong. Nothing was changed; try again, or tell the system administrator."),
    )
