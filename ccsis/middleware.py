"""What every request passes: the log line, headers, the refusal of unreadable text, and old addresses."""

import codecs
import logging
import re
import time
from urllib.parse import unquote_to_bytes

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest, PermissionDenied, RequestDataTooBig
from django.http import HttpResponsePermanentRedirect, UnreadablePostError
from django.middleware.gzip import GZipMiddleware
from django.utils import translation
from django.utils.cache import add_never_cache_headers

from ccsis import caching, languages, missing, redirects
from ccsis.forgery import SECRET_ADDRESS
from ccsis.limits import client_address
from ccsis.logs import hide, new_request_id, request_id

logger = logging.getLogger("ccsis.request")

# Pages for one person: with or without a language in front, never kept by a cache, never in an index.
PRIVATE = re.compile(r"^(?:/[a-z]{2,3})?/(?:admin|accounts|submit|submissions|preview|calendar)(?:/|$)")
STAFF_BODY_LIMIT = 64 * 1024 * 1024  # photographs; everybody else: DATA_UPLOAD_MAX_MEMORY_SIZE
# The contributor's form takes files; each of them is measured by submissions.files, which says so in a sentence.
FORM_WITH_FILES = re.compile(r"^(?:/[a-z]{2,3})?/(?:submit/[^/]+(?:/word)?|submissions/[^/]+/edit)/$")
FORM_BODY_LIMIT = 64 * 1024 * 1024
LONG_BODY_LIMIT = 2 * 1024 * 1024 * 1024  # at settings.LONG_UPLOADS: a whole site with its pictures
REPLACED = "\N{REPLACEMENT CHARACTER}"


class RequestLog:
    """One line a request: method, path without query string, status, time, the network it came from.

    The request has an id, in each line that is written meanwhile and in the answer (X-Request-ID), so that who meets an
    error can be helped.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        started = time.monotonic()
        token = request_id.set(new_request_id(given_by_proxy(request)))
        try:
            response = self.get_response(request)
            self.write(request, response, (time.monotonic() - started) * 1000)
            response["X-Request-ID"] = request_id.get()
        finally:
            request_id.reset(token)
        return response

    def write(self, request, response, spent):
        facts = {
            "method": request.method,
            "path": hide(request.path[:500]),
            "status": response.status_code,
            "ms": round(spent),
            "network": hide(client_address(request)),
        }
        logger.info("{method} {path} {status} {ms}ms {network}".format(**facts), extra={"facts": facts})


def given_by_proxy(request):
    """The id that a proxy gave to a request; nothing where no proxy is trusted, for then anybody may have given it."""
    return request.headers.get("X-Request-ID", "") if settings.TRUSTED_PROXIES else ""


class SecureHeaders:
    """What Django's SecurityMiddleware and django-csp leave to us. A view may set its own value first."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        is_private = PRIVATE.match(request.path_info)
        # Feed readers and those who republish may show our pictures; nothing else is for other sites.
        is_picture = response.get("Content-Type", "").startswith("image/") and not is_private
        response.setdefault("Cross-Origin-Resource-Policy", "cross-origin" if is_picture else "same-origin")
        response.setdefault(
            "Permissions-Policy",
            "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), "
            "microphone=(), midi=(), payment=(), usb=(), browsing-topics=()",
        )
        if is_private:
            add_never_cache_headers(response)
            response.setdefault("X-Robots-Tag", "noindex")
            # Where the address itself is a secret, nobody learns it, not even the logs of our own pages.
            is_secret = SECRET_ADDRESS.match(request.path_info)
            response.setdefault("Referrer-Policy", "no-referrer" if is_secret else "same-origin")
        return response


class PackForReaders(GZipMiddleware):
    """Packs the texts that everybody may read: pages, feeds, citations.

    Never a page for one person: what is packed together with a secret can be guessed from its length (BREACH).
    """

    max_random_bytes = 0  # hides nothing here, and would make equal pages unequal

    def process_response(self, request, response):
        if PRIVATE.match(request.path_info) or response.streaming or not _is_text(response):
            return response
        if caching.is_kept(request):  # is packed once, in front
            return response
        return super().process_response(request, response)


def _is_text(response):
    kind = response.get("Content-Type", "").partition(";")[0]
    return kind.startswith("text/") or kind.endswith(("xml", "json"))


class RefuseUnreadableText:
    """Answers 400 to what no database could store or no page show: NUL, broken UTF-8, other charsets.

    A body that is too long is refused before it is read.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        refuse_unreadable(unquote_to_bytes(request.path_info))  # Django has put %FF where it could not decode
        refuse_unreadable(unquote_to_bytes(request.META.get("QUERY_STRING", "").encode("latin-1")))
        for value in request.COOKIES.values():
            refuse_nul(value)
        refuse_other_charset(request)
        refuse_long_body(request)
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        """Before the view and the CSRF check read the fields."""
        if is_long_upload(request) and not request.user.has_perm(settings.LONG_UPLOADS[request.path_info]):
            if request.user.is_authenticated:
                raise PermissionDenied
            return redirect_to_login(request.path)
        try:
            if request.content_type == "application/x-www-form-urlencoded":
                refuse_unreadable(unquote_to_bytes(request.body))
            elif request.content_type == "multipart/form-data" and request.method == "POST":
                refuse_unreadable_parts(request)
        except UnreadablePostError:
            forget_uploads(request)
            raise BadRequest("the sender went away") from None


def refuse_nul(text):
    if "\0" in text:
        raise BadRequest("NUL in a value")


def refuse_unreadable(raw):
    """Raises BadRequest unless these bytes are UTF-8 (which has no lone surrogates) without NUL."""
    try:
        refuse_nul(raw.decode("utf-8"))
    except UnicodeDecodeError:
        raise BadRequest("not UTF-8") from None


def refuse_other_charset(request):
    charset = request.content_params.get("charset", "utf-8")
    try:
        is_readable = codecs.lookup(charset).name == "utf-8"
    except LookupError:
        is_readable = False
    if not is_readable:
        raise BadRequest("a charset other than UTF-8")


def refuse_long_body(request):
    limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    if is_long_upload(request):
        limit = LONG_BODY_LIMIT
    elif request.path_info.startswith("/admin/"):
        limit = STAFF_BODY_LIMIT
    elif FORM_WITH_FILES.match(request.path_info) and request.content_type == "multipart/form-data":
        limit = FORM_BODY_LIMIT
    try:
        length = int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        raise BadRequest("Content-Length is not a number") from None
    if length > limit:
        raise RequestDataTooBig("the body is longer than this address takes")


def is_long_upload(request):
    return request.method == "POST" and request.path_info in settings.LONG_UPLOADS


def forget_uploads(request):
    """What had arrived goes at once; Django would leave it until the request is collected as garbage."""
    for handler in request.upload_handlers:
        handler.upload_interrupted()


def refuse_unreadable_parts(request):
    """Looks through a form with files. Django puts U+FFFD where a field was not UTF-8, but people send it too:
    a small body is therefore kept, to see whether the sign was in it."""
    length = int(request.META.get("CONTENT_LENGTH") or 0)
    body = request.body if length <= settings.DATA_UPLOAD_MAX_MEMORY_SIZE else None
    fields = [text for name, values in request.POST.lists() for text in (name, *values)]
    for text in fields:
        refuse_nul(text)
    replaced = sum(text.count(REPLACED) for text in fields)
    if body is not None and replaced > body.count(REPLACED.encode()):
        raise BadRequest("a field that is not UTF-8")


class SpeakLanguageOfAddress:
    """The site speaks the language that the address names, to everybody alike: see ccsis.languages."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.LANGUAGE_CODE = languages.of_address(request.path_info)
        with translation.override(request.LANGUAGE_CODE):
            return self.get_response(request)


class FollowRedirects:
    """Where nothing was found, a page that has moved answers with its new address, for good; else it is counted.

    The old site's home page has many pages behind a query, as in /?p=12; ours has none, so those are looked up first.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.method not in ("GET", "HEAD"):
            return self.get_response(request)
        query = request.META.get("QUERY_STRING", "")
        if request.path == "/" and redirects.names_a_page(query):
            return self.moved("/", query) or self.get_response(request)
        response = self.get_response(request)
        if response.status_code != 404:
            return response
        moved = self.moved(request.path, query)
        if moved is None and request.method == "GET" and not PRIVATE.match(request.path_info):
            missing.note(request)
        return moved or response

    def moved(self, path, query):
        address = redirects.find(path, query)
        return HttpResponsePermanentRedirect(address) if address else None
