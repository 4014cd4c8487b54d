"""Addresses of the control of infection."""

from django.urls import path

from qianxiao.programme.control import pages

urlpatterns = [
    path("control/", pages.control, name="control"),
    path("control/state", pages.control_state, name="control-state"),
    path("control/report", pages.control_report, name="control-report"),
    path("control/switch", pages.control_switch, name="control-switch"),
    path("control/schools/<str:org_code>", pages.school, name="control-school"),
]
