"""The check against forged forms, for pages whose address is a secret.

Such pages say `Referrer-Policy: no-referrer`, and a browser then writes `Origin: null` and no Referer on what their own
forms send; Django by itself would refuse all of it. Here the form's own token decides alone, the one that Django keeps
in a cookie. Whoever wanted to forge such a form would have to know the secret address as well.
"""

import re

from django.http import HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.utils.decorators import decorator_from_middleware

# Pages that whoever holds the address may open, with or without a language in front.
SECRET_ADDRESS = re.compile(r"^(?:/[a-z]{2,3})?/(?:submissions|preview)/.")


class CheckForms(CsrfViewMiddleware):
    """Django's check, which forgives a secret page that its forms do not say where they come from."""

    def _origin_verified(self, request):
        if request.META["HTTP_ORIGIN"] == "null" and SECRET_ADDRESS.match(request.path_info):
            return True
        return super()._origin_verified(request)

    def _check_referer(self, request):
        if request.META.get("HTTP_REFERER") or not SECRET_ADDRESS.match(request.path_info):
            super()._check_referer(request)


csrf_protect = decorator_from_middleware(CheckForms)


def is_from_our_page(request):
    """Whether a form that was posted is one of ours: the check, asked for its answer instead of its page."""
    return csrf_protect(_nothing)(request).status_code == 204


def _nothing(request):
    return HttpResponse(status=204)
