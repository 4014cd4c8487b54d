"""Addresses of background work."""

from django.urls import path

from qianxiao.office.jobs import pages

urlpatterns = [
    path("jobs/", pages.jobs, name="jobs"),
    path("jobs/<int:number>", pages.job, name="job"),
    path("jobs/<int:number>/stop", pages.stop, name="job-stop"),
]
