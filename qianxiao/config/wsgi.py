"""The web server's entry: gunicorn qianxiao.config.wsgi:application."""

from django.core.wsgi import get_wsgi_application

from qianxiao.config.boot import boot

boot()
application = get_wsgi_application()
