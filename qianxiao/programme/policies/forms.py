"""What is asked when a value is proposed, when somebody decides on it, and when a case is tried."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qianxiao.base.documents import clauses
from qianxiao.base.reference import code_table
from qianxiao.engine.rules.evaluate import Fact
from qianxiao.engine.rules.model import CodeList, Field, Parameter, RuleFile
from qianxiao.programme.policies import words
from qianxiao.programme.policies.actions import Wanted
from qianxiao.programme.policies.citations import english, short

_LINE = {"class": "inp", "autocomplete": "off"}
_PICK = {"class": "inp"}
_AREA = {"class": "inp", "rows": 2}
_MOST = Decimal(10**11)


def ymd(day: Any) -> int:
    """A date as yyyymmdd."""
    return day.year * 10000 + day.month * 100 + day.day  # type: ignore[no-any-return]


class ProposeForm(forms.Form):
    """Region, first day, value or codes, basis: five fields."""

    def __init__(
        self, *args: Any, what: Parameter | CodeList, regions: list[tuple[str, str]], **more: Any
    ) -> None:
        super().__init__(*args, **more)
        self.what = what
        self.fields["region"] = forms.ChoiceField(
            label=_("Region"), choices=regions, widget=forms.Select(attrs=_PICK)
        )
        self.fields["start"] = forms.DateField(
            label=_("In force from"), widget=forms.DateInput(attrs={**_LINE, "type": "date"})
        )
        if isinstance(what, CodeList):
            self.fields["codes"] = forms.CharField(
                label=_("Codes that enter the list"), max_length=2000, widget=forms.Textarea(attrs=_AREA),
                help_text=_("One code a line, such as 6-31-01-03."),
            )  # fmt: skip
        else:
            self.fields["value"] = forms.DecimalField(
                label=_("New value (%(unit)s)") % {"unit": words.unit(what)}, min_value=0, max_value=_MOST,
                decimal_places=2 if words.money(what) else 0, widget=forms.TextInput(attrs={**_LINE, "inputmode": "decimal"}),
            )  # fmt: skip
        told = [
            (key, f"{short(key)} {one.plain_en if english() else one.plain_zh}"[:80])
            for key, one in clauses().items()
        ]
        self.fields["clause"] = forms.ChoiceField(
            label=_("Made under"), choices=told, widget=forms.Select(attrs=_PICK),
            help_text=_("Clause or document that lets the office set it."),
        )  # fmt: skip
        self.fields["document"] = forms.CharField(
            label=_("Own document"), max_length=80, widget=forms.TextInput(attrs=_LINE),
            help_text=_("Number of the document by which your office sets it."),
        )  # fmt: skip
        self.fields["reason"] = forms.CharField(
            label=_("Why"), max_length=500, widget=forms.Textarea(attrs=_AREA)
        )
        self.fields["retroactive"] = forms.CharField(
            label=_("Why it counts from a day that is over"), max_length=500, required=False, widget=forms.Textarea(attrs=_AREA)
        )  # fmt: skip

    def wanted(self) -> Wanted:
        """What was filled in: money in fen, dates as yyyymmdd."""
        told = self.cleaned_data
        value: int | None = None
        if isinstance(self.what, Parameter):
            value = int(told["value"] * (100 if words.money(self.what) else 1))
        codes = told.get("codes", "").replace("，", " ").replace(",", " ").split()
        return Wanted(
            told["region"], ymd(told["start"]), value, codes, told["clause"], told["document"], told["reason"], told["retroactive"]
        )  # fmt: skip


class ReasonForm(forms.Form):
    """Why somebody decides so."""

    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=500, widget=forms.Textarea(attrs=_AREA))


def _asked(field: Field) -> forms.Field:
    """How one fact is filled in; nothing chosen means not known."""
    label, blank = words.said(field.says), [("", _("not known"))]
    if field.type == "yesno":
        options = [*blank, ("1", _("yes")), ("0", _("no"))]
        return forms.ChoiceField(
            label=label, choices=options, required=False, widget=forms.Select(attrs=_PICK)
        )
    if field.type.startswith("code:") and code_table(field.type[5:]):
        table = code_table(field.type[5:])
        told = [(code, one.en if english() else one.zh) for code, one in table.items()]
        return forms.ChoiceField(
            label=label, choices=[*blank, *told], required=False, widget=forms.Select(attrs=_PICK)
        )
    if field.type == "date":
        return forms.DateField(
            label=label, required=False, widget=forms.DateInput(attrs={**_LINE, "type": "date"})
        )
    if field.kind == "int":
        decimal = field.type == "yuan"
        return forms.DecimalField(
            label=label, required=False, min_value=-_MOST, max_value=_MOST, decimal_places=2 if decimal else 0,
            widget=forms.TextInput(attrs={**_LINE, "inputmode": "decimal"}),
        )  # fmt: skip
    return forms.CharField(label=label, required=False, max_length=60, widget=forms.TextInput(attrs=_LINE))


class TryForm(forms.Form):
    """Day, one or two places, and the facts of a case. Facts are named with an `f-` before their name."""

    def __init__(self, *args: Any, file: RuleFile, titles: dict[str, str], **more: Any) -> None:
        super().__init__(*args, **more)
        self.file = file
        self.fields["date"] = forms.DateField(
            label=_("Decisive day"), widget=forms.DateInput(attrs={**_LINE, "type": "date"})
        )
        for name, label in (("region", _("Region that pays")), ("other", _("Compare with"))):
            self.fields[name] = forms.RegexField(
                r"^\d{6}$", label=label, required=name == "region", widget=forms.TextInput(attrs={**_LINE, "inputmode": "numeric"}),
                help_text=_("Six digits of the region code."), error_messages={"invalid": _("A region code has six digits.")},
            )  # fmt: skip
        for name, field in file.fields.items():
            self.fields[f"f-{name}"] = _asked(field)
        rule = file.rules[-1]
        for cap in rule.caps:
            limit = words.said(file.parameters[cap.limit].says)
            self.fields[f"c-{cap.name}"] = forms.IntegerField(
                label=_("Counted before (%(limit)s)") % {"limit": limit}, required=False, min_value=0, max_value=999,
                widget=forms.TextInput(attrs={**_LINE, "inputmode": "numeric"}),
            )  # fmt: skip
        if rule.exclusions:
            told = [(one.item, titles.get(one.item, one.item)) for one in rule.exclusions]
            self.fields["also"] = forms.ChoiceField(
                label=_("Has beside it"), choices=[("", _("nothing")), *told], required=False, widget=forms.Select(attrs=_PICK)
            )  # fmt: skip

    def used(self) -> dict[str, int]:
        """Cap → lines counted before."""
        rule = self.file.rules[-1]
        return {cap.name: self.cleaned_data.get(f"c-{cap.name}") or 0 for cap in rule.caps}

    def also(self) -> tuple[str, ...]:
        """Items the person has beside it."""
        told = self.cleaned_data.get("also", "")
        return (told,) if told else ()

    def facts(self) -> dict[str, Fact]:
        """The facts as a rule reads them; None is not known."""
        return {
            name: self._fact(field, self.cleaned_data[f"f-{name}"])
            for name, field in self.file.fields.items()
        }

    def _fact(self, field: Field, told: Any) -> Fact:
        if told in (None, ""):
            return None
        if field.type == "yesno":
            return bool(told == "1")
        if field.type == "date":
            return ymd(told)
        if field.kind == "int":
            return int(told * 100) if field.type == "yuan" else int(told)
        return str(told)

    def shown(self) -> SafeString:
        """Every field as desk/part/field.html shows it, in one go: a page of twenty selects is an answer to wait for."""
        return format_html_join(
            "", "{}", ((self._shown(name, field),) for name, field in self.fields.items())
        )

    def _shown(self, name: str, field: forms.Field) -> SafeString:
        value = str(self.data.get(name, "") if self.is_bound else self.initial.get(name, ""))
        errors: Any = self.errors.get(name, []) if self.is_bound else []
        told = {"id": f"id_{name}", "name": name}
        if isinstance(field, forms.ChoiceField):
            choices: Any = field.choices
            options = format_html_join(
                "", '<option value="{}"{}>{}</option>',
                ((key, SafeString(" selected") if str(key) == value else "", label) for key, label in choices),
            )  # fmt: skip
            body = format_html('<select class="inp" id="{id}" name="{name}">{}</select>', options, **told)
        else:
            kind = "date" if isinstance(field, forms.DateField) else "text"
            mode = SafeString(' inputmode="decimal"') if field.widget.attrs.get("inputmode") else ""
            body = format_html(
                '<input class="inp" type="{}" id="{id}" name="{name}" value="{}" autocomplete="off"{}>', kind, value, mode, **told
            )  # fmt: skip
        said = format_html('<p class="em" id="id_{}_error">{}</p>', name, errors[0]) if errors else ""
        hint = format_html('<p class="hint">{}</p>', field.help_text) if field.help_text else ""
        bad = SafeString(" bad") if errors else ""
        return format_html(
            '<div class="fld{}"><label for="id_{}">{}</label>{}{}{}</div>',
            bad,
            name,
            field.label,
            hint,
            said,
            body,
        )


def initial(file: RuleFile, facts: dict[str, Fact]) -> dict[str, str]:
    """Facts of a case as an address has them."""
    found = {}
    for name, field in file.fields.items():
        value = facts.get(name)
        if value is None:
            continue
        if field.type == "yesno":
            found[f"f-{name}"] = "1" if value else "0"
        elif field.type == "date":
            text = str(value)
            found[f"f-{name}"] = f"{text[:4]}-{text[4:6]}-{text[6:]}"
        elif field.type == "yuan":
            found[f"f-{name}"] = str(Decimal(int(value)) / 100)
        else:
            found[f"f-{name}"] = str(value)
    return found
