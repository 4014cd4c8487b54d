"""What is asked for on pages of payments: amounts in yuan here, in fen behind them."""

from django import forms
from django.utils.translation import gettext_lazy as _

from qianxiao.base.reference import code_table
from qianxiao.money.payments.actions_funds import TIERS
from qianxiao.money.payments.words import TIER_WORDS
from qianxiao.registers.schools.words import coded

_INPUT = {"class": "inp"}
_AREA = {"class": "inp", "rows": 2}


def funds() -> list[tuple[str, str]]:
    """Funds in the reader's language."""
    return [(code, coded("fund", code)) for code in code_table("fund")]


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=_("Reason"), max_length=500, widget=forms.Textarea(_AREA))


class DecideForm(ReasonForm):
    """Whether a second person agrees, and why."""

    agrees = forms.ChoiceField(
        label=_("Do you agree?"), choices=[("yes", _("Yes")), ("no", _("No"))], widget=forms.RadioSelect
    )
    field_order = ("agrees", "reason")


class FixForm(ReasonForm):
    """Another account, or the same once more."""

    account = forms.CharField(
        label=_("New account number (empty: the same account once more)"), required=False, max_length=60,
        widget=forms.TextInput({**_INPUT, "autocomplete": "off", "inputmode": "numeric"}),
    )  # fmt: skip
    field_order = ("account", "reason")


class BackForm(ReasonForm):
    """How much is asked back, in how many parts."""

    amount = forms.DecimalField(
        label=_("Amount (yuan)"),
        min_value=0,
        max_digits=12,
        decimal_places=2,
        widget=forms.NumberInput(_INPUT),
    )
    parts = forms.IntegerField(
        label=_("Monthly instalments"), min_value=1, initial=1, widget=forms.NumberInput(_INPUT)
    )
    field_order = ("amount", "parts", "reason")


class AccountForm(ReasonForm):
    """The account of an institution."""

    org_code = forms.CharField(label=_("Institution code"), max_length=18, widget=forms.TextInput(_INPUT))
    holder = forms.CharField(label=_("Account holder"), max_length=100, widget=forms.TextInput(_INPUT))
    account = forms.CharField(
        label=_("Account number"), max_length=60, widget=forms.TextInput({**_INPUT, "autocomplete": "off"})
    )
    field_order = ("org_code", "holder", "account", "reason")


class StatementForm(forms.Form):
    """A statement somebody brought."""

    file = forms.FileField(label=_("Statement of the bank"), widget=forms.ClearableFileInput(_INPUT))


class DayForm(forms.Form):
    """Which day is closed."""

    day = forms.DateField(label=_("Day"), widget=forms.DateInput({**_INPUT, "type": "date"}))


class AllotForm(forms.Form):
    """Money that a document brings to a region."""

    fund = forms.ChoiceField(label=_("Fund"), widget=forms.Select(_INPUT))
    region = forms.ChoiceField(label=_("For"), widget=forms.Select(_INPUT))
    giver = forms.ChoiceField(label=_("Out of"), required=False, widget=forms.Select(_INPUT))
    amount = forms.DecimalField(
        label=_("Amount (yuan)"),
        min_value=0,
        max_digits=14,
        decimal_places=2,
        widget=forms.NumberInput(_INPUT),
    )
    document = forms.CharField(
        label=_("Number of the indicator document"), max_length=100, widget=forms.TextInput(_INPUT)
    )
    tier = forms.ChoiceField(
        label=_("Whose money"), choices=[(one, TIER_WORDS[one]) for one in TIERS], widget=forms.Select(_INPUT)
    )

    def __init__(self, *args: object, regions: list[tuple[str, str]], **more: object) -> None:
        super().__init__(*args, **more)  # type: ignore[arg-type]
        for name, choices in (
            ("fund", funds()), ("region", regions),
            ("giver", [("", str(_("The document (new money)"))), *regions]),
        ):  # fmt: skip
            self.fields[name].choices = choices  # type: ignore[attr-defined]
