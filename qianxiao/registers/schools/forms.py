"""What an institution writes about itself: facts, a room, a teacher."""

from django import forms
from django.utils.translation import gettext_lazy as _

from qianxiao.base.catalogues import occupations
from qianxiao.registers.schools import words
from qianxiao.registers.schools.models import Room

_LINE = {"class": "inp", "autocomplete": "off"}


class FactsForm(forms.Form):
    """What an institution says of itself."""

    address = forms.CharField(
        label=_("Address"), max_length=120, required=False, widget=forms.TextInput(attrs=_LINE)
    )
    phone = forms.CharField(label=_("Telephone of the office"), max_length=20, required=False, widget=forms.TextInput(attrs=_LINE))  # fmt: skip
    scale = forms.IntegerField(label=_("Approved number of learners"), min_value=1, required=False, widget=forms.NumberInput(attrs=_LINE))  # fmt: skip
    practice_area = forms.IntegerField(label=_("Practice area (m²)"), min_value=0, required=False, widget=forms.NumberInput(attrs=_LINE))  # fmt: skip
    boarding = forms.BooleanField(label=_("Boarding"), required=False)


class RoomForm(forms.Form):
    """A new room."""

    name = forms.CharField(label=_("Room"), max_length=60, widget=forms.TextInput(attrs=_LINE))
    kind = forms.ChoiceField(label=_("Kind"), widget=forms.Select(attrs={"class": "inp"}))
    seats = forms.IntegerField(
        label=_("Seats"), min_value=1, max_value=2000, widget=forms.NumberInput(attrs=_LINE)
    )
    shared = forms.BooleanField(label=_("Others may book it"), required=False)

    def __init__(self, *args: object, **more: object) -> None:
        super().__init__(*args, **more)  # type: ignore[arg-type]
        self.fields["kind"].choices = [(one, words.ROOMS[one]) for one in Room.KINDS]  # type: ignore[attr-defined]


class TeacherForm(forms.Form):
    """A new teacher."""

    name = forms.CharField(label=_("Name"), max_length=50, widget=forms.TextInput(attrs=_LINE))
    occupation = forms.ChoiceField(
        label=_("Teaches"), required=False, widget=forms.Select(attrs={"class": "inp"})
    )
    certificate = forms.CharField(label=_("Number of the qualification"), max_length=40, required=False, widget=forms.TextInput(attrs=_LINE))  # fmt: skip
    hired = forms.BooleanField(label=_("Hired for single classes"), required=False)

    def __init__(self, *args: object, **more: object) -> None:
        super().__init__(*args, **more)  # type: ignore[arg-type]
        found = [(code, words.occupation(code)) for code, one in occupations().items() if one.in_force()]
        self.fields["occupation"].choices = [("", "—"), *found]  # type: ignore[attr-defined]
