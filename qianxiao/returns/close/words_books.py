"""Words of the month's books."""

from django.utils.translation import gettext_lazy as _

STATES = {
    "open": _("Not explained"),
    "explained": _("Explained"),
    "resolved": _("Set right"),
    "carried": _("Explained in an earlier month"),
}
TONES = {"open": "wait", "explained": "ok", "resolved": "ok", "carried": "info"}
VERBS = {"assigned": _("Assigned"), "explained": _("Explained"), "resolved": _("Set right"), "signed": _("Signed"), "returned": _("Given back")}  # fmt: skip
SIDES = {
    "reported": _("Reported"),
    "recorded": _("Real-name records"),
    "certified": _("Certified"),
    "paid_people": _("Paid people"),
    "paid_amount": _("Paid, yuan"),
    "platform": _("On the platform"),
    "poor": _("Registered poor"),
    "reported_times": _("Reported person-times"),
    "recorded_times": _("Recorded person-times"),
}
