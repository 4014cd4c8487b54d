"""Addresses of training."""

from django.urls import path

from qianxiao.services.training import (
    pages,
    pages_elastic,
    pages_office,
    pages_outcomes,
    pages_roll,
    pages_trades,
    pages_volume,
)

urlpatterns = [
    path("classes/", pages.classes, name="classes"),
    path("classes/new", pages.class_new, name="class-new"),
    path("classes/today", pages_roll.class_today, name="class-today"),
    path("classes/stops", pages_office.class_stops, name="class-stops"),
    path("classes/requests", pages_office.class_requests, name="class-requests"),
    path("classes/requests/<int:asked>", pages_office.request_answer, name="request-answer"),
    path("classes/volume", pages_volume.class_volume, name="class-volume"),
    path("classes/outcomes", pages_outcomes.outcomes, name="outcomes"),
    path("classes/outcomes/tell", pages_outcomes.outcome_tell, name="outcome-tell"),
    path("classes/outcomes/rates", pages_outcomes.class_rates, name="class-rates"),
    path("classes/courses", pages_trades.class_courses, name="class-courses"),
    path("classes/trades", pages_trades.class_trades, name="class-trades"),
    path("classes/startups", pages_outcomes.startups, name="startups"),
    path("classes/<int:number>/elastic", pages_elastic.class_elastic, name="class-elastic"),
    path("classes/<int:number>/own", pages_elastic.class_own, name="class-own"),
    path("classes/<int:number>/outcomes", pages_outcomes.class_outcomes, name="class-outcomes"),
    path("classes/bookings", pages_office.bookings, name="bookings"),
    path("classes/inspections/<int:inspection>", pages_office.inspection_close, name="inspection-close"),
    path("projects/", pages_office.projects, name="projects"),
    path("projects/new", pages_office.project_new, name="project-new"),
    path("classes/<int:number>/results", pages_office.class_results, name="class-results"),
    path("classes/<int:number>/inspect", pages_office.class_inspect, name="class-inspect"),
    path("classes/<int:number>", pages.class_page, name="class"),
    path("classes/<int:number>/roster", pages.class_roster, name="class-roster"),
    path("classes/<int:number>/add", pages.class_add, name="class-add"),
    path("classes/<int:number>/person", pages.class_person, name="class-person"),
    path("classes/<int:number>/take", pages.class_take, name="class-take"),
    path("classes/<int:number>/wish/<int:trainee>", pages.class_wish, name="class-wish"),
    path("classes/<int:number>/check", pages.class_check, name="class-check"),
    path("classes/<int:number>/lead/<slug:verb>", pages.class_lead, name="class-lead"),
    path("classes/<int:number>/plan/<slug:what>", pages.class_plan, name="class-plan"),
    path("classes/<int:number>/attendance", pages_roll.class_attendance, name="class-attendance"),
    path("classes/<int:number>/roll/<int:session>", pages_roll.class_roll, name="class-roll"),
    path(
        "classes/<int:number>/settle/<int:session>/<int:trainee>",
        pages_roll.class_settle,
        name="class-settle",
    ),
]
