"""What machines are told when something goes wrong: problem+json (RFC 9457), in sentences, readable from every site."""

from django.http import JsonResponse

MACHINES = "/api/"
OPEN = {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}


def is_for_machines(request):
    """Whether who asks is a program. Looks at the path alone, so it may be asked whatever else is broken."""
    return request.path_info.startswith(MACHINES)


def answer(status, title, detail, headers=None, **more):
    """The response. `title` names the kind of problem, `detail` says what to do; `more` stands beside them."""
    told = {"type": "about:blank", "title": title, "status": status, "detail": detail, **more}
    kept = {"json_dumps_params": {"ensure_ascii": False}, "headers": {**OPEN, **(headers or {})}}
    return JsonResponse(told, status=status, content_type="application/problem+json", **kept)
