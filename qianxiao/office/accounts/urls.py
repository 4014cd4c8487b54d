"""Addresses of sign-in, own settings, agencies and posts."""

from django.urls import path

from qianxiao.office.accounts import pages, pages_factor, pages_oidc, pages_orgs

urlpatterns = [
    path("sign-in", pages.sign_in, name="sign-in"),
    path("sign-in/code", pages_factor.sign_in_code, name="sign-in-code"),
    path("sign-in/single", pages_oidc.ask, name="oidc"),
    path("sign-in/single/return", pages_oidc.answered, name="oidc-return"),
    path("sign-out", pages.sign_out, name="sign-out"),
    path("account", pages.account, name="account"),
    path("account/reading", pages.reading, name="reading"),
    path("account/password", pages.password, name="password"),
    path("account/factor", pages_factor.factor, name="factor"),
    path("orgs/", pages_orgs.orgs, name="orgs"),
    path("orgs/new", pages_orgs.org_new, name="org-new"),
    path("orgs/users/new", pages_orgs.user_new, name="user-new"),
    path("orgs/users/<str:username>/<str:verb>", pages_orgs.user_verb, name="user-verb"),
    path("orgs/<int:agency>", pages_orgs.org, name="org"),
    path("orgs/<int:agency>/ask", pages_orgs.ask, name="post-ask"),
    path("orgs/posts/<int:post>/<str:verb>", pages_orgs.post_verb, name="post-verb"),
]
