"""The door for the web server, see deploy/serve.py."""

import os

from django.core.exceptions import BadRequest
from django.core.handlers.wsgi import WSGIRequest
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ccsis.settings")


class Request(WSGIRequest):
    """A request that exists even when its Content-Type is nonsense, so that it can be refused like any other."""

    def _set_content_type_params(self, meta):
        try:
            super()._set_content_type_params(meta)
        except (LookupError, ValueError, BadRequest):  # Django 5.2 lets the first two through, Django 6 does not
            self.content_type, self.content_params = "", {"charset": "unreadable"}


django_application = get_wsgi_application()
django_application.request_class = Request

from ccsis.kept import Kept  # noqa: E402 - it needs the models, so Django comes first

application = Kept(django_application)
