"""Addresses of supervision."""

from django.urls import path

from qianxiao.returns.supervision import pages, pages_commend, pages_inspect, pages_progress

urlpatterns = [
    path("supervision/", pages.supervision, name="supervision"),
    path("supervision/<int:number>", pages.rectification, name="rectification"),
    path("supervision/<int:number>/answer", pages.rectification_answer, name="rectification-answer"),
    path("supervision/<int:number>/decide", pages.rectification_decide, name="rectification-decide"),
    path("supervision/progress/", pages_progress.progress_list, name="progress-list"),
    path("supervision/progress/ask", pages_progress.progress_ask, name="progress-ask"),
    path("supervision/progress/<int:number>", pages_progress.progress, name="progress"),
    path(
        "supervision/progress/<int:number>/minutes", pages_progress.progress_minutes, name="progress-minutes"
    ),
    path("supervision/progress/<int:number>/agree", pages_progress.progress_agree, name="progress-agree"),
    path("supervision/answers/<int:number>", pages_progress.progress_answer, name="progress-answer"),
    path(
        "supervision/answers/<int:number>/give",
        pages_progress.progress_answer_give,
        name="progress-answer-give",
    ),
    path("supervision/actions/<int:number>", pages_progress.progress_action, name="progress-action"),
    path(
        "supervision/actions/<int:number>/done",
        pages_progress.progress_action_done,
        name="progress-action-done",
    ),
    path("supervision/inspections/", pages_inspect.inspections, name="inspections"),
    path("supervision/inspections/plan", pages_inspect.inspection_plan, name="inspection-plan"),
    path("supervision/inspections/<int:number>", pages_inspect.inspection, name="inspection"),
    path("supervision/lines/<int:number>", pages_inspect.inspection_line, name="inspection-line"),
    path("supervision/lines/<int:number>/say", pages_inspect.inspection_say, name="inspection-say"),
    path("supervision/commendations/", pages_commend.commendations, name="commendations"),
    path(
        "supervision/commendations/propose", pages_commend.commendation_propose, name="commendation-propose"
    ),
    path("supervision/commendations/<int:number>", pages_commend.commendation, name="commendation"),
    path(
        "supervision/commendations/<int:number>/decide",
        pages_commend.commendation_decide,
        name="commendation-decide",
    ),
]
