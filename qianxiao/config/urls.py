"""All addresses of the web half; each app keeps its own list."""

from django.urls import include, path

urlpatterns = [
    path("", include("qianxiao.doors.desk.urls")),
    path("", include("qianxiao.office.accounts.urls")),
    path("", include("qianxiao.office.audit.urls")),
    path("", include("qianxiao.registers.people.urls")),
    path("", include("qianxiao.registers.households.urls")),
    path("", include("qianxiao.office.duties.urls")),
    path("", include("qianxiao.office.jobs.urls")),
    path("", include("qianxiao.registers.rosters.urls")),
    path("", include("qianxiao.registers.schools.urls")),
    path("", include("qianxiao.services.courses.urls")),
    path("", include("qianxiao.doors.portal.urls")),
    path("", include("qianxiao.services.studies.urls")),
    path("", include("qianxiao.services.training.urls")),
    path("", include("qianxiao.services.evaluation.urls")),
    path("", include("qianxiao.services.outreach.urls")),
    path("", include("qianxiao.services.employment.urls")),
    path("", include("qianxiao.services.curricula.urls")),
    path("", include("qianxiao.office.lists.urls")),
    path("", include("qianxiao.office.exports.urls")),
    path("", include("qianxiao.office.reference.urls")),
    path("", include("qianxiao.programme.matching.urls")),
    path("", include("qianxiao.programme.control.urls")),
    path("", include("qianxiao.programme.keylists.urls")),
    path("", include("qianxiao.programme.monitoring.urls")),
    path("", include("qianxiao.programme.policies.urls")),
    path("", include("qianxiao.money.entitlements.urls")),
    path("", include("qianxiao.money.notices.urls")),
    path("", include("qianxiao.money.payments.urls")),
    path("", include("qianxiao.money.integrity.urls")),
    path("", include("qianxiao.money.claims.urls")),
    path("", include("qianxiao.money.archive.urls")),
    path("", include("qianxiao.returns.close.urls")),
    path("", include("qianxiao.returns.indicators.urls")),
    path("", include("qianxiao.returns.analysis.urls")),
    path("", include("qianxiao.returns.supervision.urls")),
    path("", include("qianxiao.returns.annual.urls")),
]
handler403 = "qianxiao.doors.desk.pages.refused"
handler404 = "qianxiao.doors.desk.pages.missing"
handler500 = "qianxiao.doors.desk.pages.broken"
