"""`/.well-known/security.txt` (RFC 9116): where somebody who found a hole in the site tells us so."""

from datetime import UTC, timedelta
from urllib.parse import quote

from django.conf import settings
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.timezone import now
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from ccsis.models import SiteSettings

HOLDS = timedelta(days=180)  # from each answer on; the format advises less than a year


@require_safe
@cache_control(public=True, max_age=3600)
def security_txt(request):
    """The contact address of the site, in the form that programs read; 404 until the settings name one."""
    address = SiteSettings.load().contact_address
    if not address:
        raise Http404
    until = (now() + HOLDS).astimezone(UTC)
    languages = ", ".join(code for code, _name in settings.LANGUAGES)
    lines = [
        f"Contact: mailto:{quote(address, safe='@+')}",
        f"Expires: {until:%Y-%m-%dT%H:%M:%SZ}",
        f"Preferred-Languages: {languages}",
        f"Canonical: {settings.SITE_URL}{reverse('security_txt')}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
