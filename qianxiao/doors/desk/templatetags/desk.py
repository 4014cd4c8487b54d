"""Icons, states, money, dates and bars, the same on every page."""

from typing import Any

from django.template import Library
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from qianxiao.office.accounts.words import event_said
from qianxiao.office.audit.words import access_kind
from qianxiao.office.duties import words as duty_words
from qianxiao.office.exports import words as export_words
from qianxiao.office.jobs import words as job_words
from qianxiao.office.lists import figures
from qianxiao.office.lists.places import place
from qianxiao.office.reference import words as reference_words
from qianxiao.programme.policies import citations
from qianxiao.registers.households import words as household_words
from qianxiao.registers.people import words as people_words
from qianxiao.registers.rosters import words as roster_words
from qianxiao.returns.close import words, words_log

register = Library()
_ICONS = {"ok": "check", "wait": "dots", "bad": "cross", "info": "info", "": "dot"}


@register.simple_tag
def icon(name: str) -> SafeString:
    """A symbol of the sprite; decoration only, the word stands beside it."""
    return format_html(
        '<svg class="i" aria-hidden="true" viewBox="0 0 24 24"><use href="/assets/icons.svg#{}"/></svg>', name
    )


@register.simple_tag
def tag(name: str, label: str) -> SafeString:
    """A state as shape, colour and word."""
    tone = words.tone(name)
    return format_html('<span class="tag {}">{}{}</span>', tone, icon(_ICONS[tone]), label)


@register.filter
def percent(part: int, whole: int) -> str:
    """A share as a percentage with one place; a dash of nothing."""
    return f"{100 * part / whole:.1f}%" if whole else "—"


@register.filter
def may(scope: Any, right: str) -> bool:
    """Whether the post has a right, by its word."""
    return bool(scope.may(right))


@register.filter
def minus(whole: int, part: int) -> int:
    """The difference of two counts."""
    return whole - part


@register.filter
def of_code(value: str, table: str) -> str:
    """A code's label."""
    return words.code(table, value)


@register.simple_tag
def step(duty: str, name: str) -> str:
    """A step's sentence."""
    return words.step(duty, name)


@register.simple_tag
def bar(parts: list[tuple[str, int]], whole: int, label: str) -> SafeString:
    """A stacked bar: parts of (tone, people); geometry in attributes, so that no inline style is needed."""
    x, shapes = 0.0, []
    for tone, people in parts:
        width = 200 * people / whole if whole else 0
        shapes.append(
            format_html(
                '<rect class="f-{}" x="{}" y="3" width="{}" height="8"/>', tone, f"{x:.2f}", f"{width:.2f}"
            )
        )
        x += width
    return format_html(
        '<svg class="bul" viewBox="0 0 200 14" preserveAspectRatio="none" role="img" aria-label="{}">'
        '<rect class="f-none" y="3" width="200" height="8"/>{}</svg>',
        label,
        SafeString("".join(shapes)),
    )


@register.simple_tag
def swatch(tone: str) -> SafeString:
    """The colour of a part of a bar, for its legend."""
    return format_html(
        '<svg class="sw" viewBox="0 0 12 12" aria-hidden="true"><rect class="f-{}" width="12" height="12"/></svg>',
        tone,
    )


@register.simple_tag(takes_context=True)
def with_query(context: Any, **changes: Any) -> str:
    """This page's address with some query values changed; an empty value drops it. Paging starts anew."""
    query = context["request"].GET.copy()
    query.pop("after", None)
    for key, value in changes.items():
        query.pop(key, None)
        if value not in ("", None):
            query[key] = str(value)
    return f"?{query.urlencode()}"


@register.simple_tag
def bar_of(row: dict[str, Any]) -> SafeString:
    """Served, under way or settled, and left, of one region."""
    other = row["everybody"] - row["served"] - row["residual"]
    label = _("%(served)s served, %(left)s left") % {
        "served": percent(row["served"], row["everybody"]),
        "left": percent(row["residual"], row["everybody"]),
    }
    return bar(
        [("served", row["served"]), ("rest", other), ("left", row["residual"])], row["everybody"], label
    )


@register.filter
def cited(clause: str) -> str:
    """A clause's number as officials write it."""
    return citations.short(clause) if clause else ""


@register.filter
def file_name(path: str) -> str:
    """The last part of a path."""
    return path.rpartition("/")[2]


# labels that are plain look-ups
register.filter("yuan", figures.yuan)
register.filter("ymd", figures.ymd)
register.filter("bits", figures.bits)
register.filter("bits_plain", figures.bits_plain)
register.filter("event_said", event_said)
register.filter("duty_title", duty_words.title)
register.filter("duty_proof", duty_words.proof)
register.filter("duty_found", duty_words.found)
register.filter("duty_clause", duty_words.clause_of)
register.filter("period_said", duty_words.period_said)
register.filter("job_state", job_words.job_state)
register.filter("job_tone", job_words.job_tone)
register.filter("job_kind", job_words.job_kind)
register.filter("job_about", job_words.job_about)
register.filter("job_phase", job_words.job_phase)
register.filter("job_failure", job_words.failure)
register.filter("export_list", export_words.list_title)
register.filter("export_state", export_words.state)
register.filter("export_purpose", export_words.purpose)
register.filter("export_step", export_words.step)
register.filter("import_state", roster_words.import_state)
register.filter("import_tone", roster_words.import_tone)
register.filter("verdict", roster_words.verdict)
register.filter("verdict_note", roster_words.verdict_note)
register.filter("tier", duty_words.tier)
register.filter("duty_event", duty_words.happened)
register.filter("place", place)
register.filter("state", words.state)
register.filter("term", words.term)
register.filter("duty", words.duty)
register.filter("register_name", words.register)
register.filter("pay_status", words.pay_status)
register.filter("action", words.action)
register.filter("change", words.change)
register.filter("to_do", words.to_do)
register.filter("items", words.items)
register.filter("pattern", words.pattern)
register.filter("file_kind", words.file_kind)
register.filter("stranger", words_log.stranger)
register.filter("purpose", words_log.purpose)
register.filter("subject", words_log.subject)
register.filter("field_names", words_log.field_names)
register.filter("only_seen", lambda fields: [one for one in fields if one.known])
register.filter("not_seen", lambda fields: _(", ").join(one.label for one in fields if not one.known))
register.filter("finding", lambda line: words.finding(line.pattern, line.detail))
register.filter("access_kind", access_kind)
register.filter("number_kind", people_words.number_kind)
register.filter("decision", people_words.decision)
register.filter("corrected", people_words.corrected)
register.filter("correction_state", people_words.correction_state)
register.filter("duplicate_why", people_words.duplicate_why)
register.filter("change_said", people_words.change_said)
register.filter("region_level", reference_words.level)
register.filter("code_year", reference_words.year)
register.filter("region_method", reference_words.method)
register.filter("area_tag", reference_words.tag)
register.filter("cohort", household_words.cohort)
register.filter("move_state", household_words.move_state)
register.filter("household_verb", household_words.verb)
register.filter("household_subject", household_words.subject)
register.filter("household_field", household_words.field)
register.filter("household_value", lambda told, name: household_words.value(name, told, {}))


@register.filter
def look_purpose(row: Any) -> str:
    """What a look was for: the purpose chosen for a number, else the page that was opened."""
    chosen = people_words.reveal_purpose(row.purpose) if row.kind == "reveal" else ""
    return chosen or words_log.purpose(row.purpose)
