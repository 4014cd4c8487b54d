"""Pages of background work: the list (B05), one job with its bar (B06), cancelling."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from qianxiao.office.accounts.access import opens
from qianxiao.office.accounts.queries import actor_of
from qianxiao.office.accounts.roles import Right
from qianxiao.office.jobs import actions, queries
from qianxiao.office.jobs.kinds import PAGES
from qianxiao.office.jobs.lists import JOBS
from qianxiao.office.lists.listing import show

REFRESH = "2"  # seconds until the page asks again; a header, so that no script is needed


@opens(Right.IMPORT)
@require_safe
def jobs(request: HttpRequest) -> HttpResponse:
    """The newest jobs of the scope."""
    shown, _told = show(request, JOBS)
    page = {**shown, "label": _("Background work"), "nothing": _("Nothing was done in the background yet.")}
    return render(request, "jobs/jobs.html", page)


@opens(Right.IMPORT)
@require_safe
def job(request: HttpRequest, number: int) -> HttpResponse:
    """One job; the page asks again by itself while it is under way."""
    found = queries.get_job(actor_of(request), number)
    page = {"job": found, "about": reverse(PAGES[found.kind], args=[found.subject])}
    response = render(request, "jobs/job.html", page)
    if found.under_way:
        response["Refresh"] = REFRESH
    return response


@opens(Right.IMPORT)
@require_POST
def stop(request: HttpRequest, number: int) -> HttpResponse:
    """Cancel it, and show what became of it."""
    actions.stop(actor_of(request), number)
    return redirect("job", number=number)
