"""The contributor's private page, opened by a secret link."""

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from submissions import links


@require_safe
def private(request, token):
    link = links.find(token)
    if link is None:
        raise Http404
    return render(request, "submissions/private/page.html", {"link": link, "submission": link.submission})
