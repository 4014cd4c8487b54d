"""The web server's entry: gunicorn qianxiao.config.wsgi:application."""

import importlib

from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

from qianxiao.config.boot import boot

boot()
if told := importlib.import_module("qianxiao.office.accounts.guard").why_not_bound():
    raise ImproperlyConfigured(told)
importlib.import_module("qianxiao.office.audit.keys").refuse_wrong_keys()
application = get_wsgi_application()
