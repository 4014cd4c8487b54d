"""Addresses of students; each is named by a random number."""

from django.urls import path

from qianxiao.services.studies import (
    pages,
    pages_conflict,
    pages_intake,
    pages_many,
    pages_teachers,
    pages_work,
)

urlpatterns = [
    path("students/", pages.students, name="students"),
    path("students/export", pages.students_export, name="students-export"),
    path("students/home", pages.from_here, name="students-home"),
    path("students/new", pages.new, name="student-new"),
    path("students/review", pages_many.review, name="students-review"),
    path("students/term", pages_many.term, name="students-term"),
    path("students/statistics", pages_many.statistics, name="student-statistics"),
    path("students/conflicts/", pages_conflict.conflicts, name="student-conflicts"),
    path("students/conflicts/<int:number>", pages_conflict.conflict, name="student-conflict"),
    path("students/conflicts/<int:number>/answer", pages_conflict.answer, name="student-answer"),
    path("students/intake/", pages_intake.intake, name="intake"),
    path("students/intake/new", pages_intake.apply, name="intake-apply"),
    path("students/intake/plan", pages_intake.plan, name="intake-plan"),
    path("students/intake/<uuid:application>/<slug:verb>", pages_intake.decide, name="intake-decide"),
    path("students/graduates", pages_work.graduates, name="graduates"),
    path("students/interns", pages_work.interns, name="interns"),
    path("students/interns/new", pages_work.intern_post, name="intern-post"),
    path("students/progress", pages_work.progress, name="students-progress"),
    path("students/needy", pages_work.needy, name="students-needy"),
    path("students/needy/build", pages_work.build_needs, name="needs-build"),
    path("students/<uuid:student>/proof", pages_work.proof, name="student-proof"),
    path("students/<uuid:student>/note/<slug:what>", pages_work.note, name="student-note"),
    path("students/<uuid:student>", pages.student, name="student"),
    path("students/<uuid:student>/<slug:verb>", pages.move, name="student-move"),
    path("teachers/", pages_teachers.teachers, name="teachers"),
    path("teachers/work", pages_teachers.work, name="teacher-work"),
    path("teachers/places", pages_teachers.places, name="teacher-places"),
    path("teachers/places/give", pages_teachers.give, name="teacher-places-give"),
    path("teachers/work-export", pages_teachers.work_export, name="teacher-work-export"),
    path("teachers/service/<slug:number>", pages_teachers.proof, name="teacher-proof"),
    path("teachers/<uuid:teacher>", pages_teachers.teacher, name="teacher"),
    path("teachers/<uuid:teacher>/tell", pages_teachers.tell, name="teacher-tell"),
    path("teachers/<uuid:teacher>/prove", pages_teachers.prove, name="teacher-prove"),
]
