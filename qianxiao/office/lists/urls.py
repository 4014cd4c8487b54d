"""Addresses of what a reader chooses about lists."""

from django.urls import path

from qianxiao.office.lists import pages

urlpatterns = [
    path("lists/views", pages.view_save, name="view-save"),
    path("lists/views/<int:number>/drop", pages.view_drop, name="view-drop"),
    path("lists/search", pages.search, name="list-search"),
    path("lists/columns", pages.columns, name="list-columns"),
]
