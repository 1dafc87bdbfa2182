"""What every request of somebody who is logged in passes: how long a session may live, and the second factor."""

from django.contrib.auth import logout
from django.shortcuts import redirect, render
from django.utils import timezone

from ccsis.accounts import factors

ABSOLUTE = 7 * 24 * 3600  # seconds from the login
TOUCHED_AFTER = 10 * 60  # seconds: a session is not written at every click
OWN_PAGES = ("/admin/", "/accounts/")


class LimitSessions:
    """Ends a session seven days after it began. Without a click it ends by itself after SESSION_COOKIE_AGE: each click
    on a page of the staff's puts that off. Other pages must not, since they set no cookie."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.path_info.startswith(OWN_PAGES) and request.user.is_authenticated:
            now, session = int(timezone.now().timestamp()), request.session
            began_at = session.get("began_at") or _last_login(request.user)
            if now - began_at >= ABSOLUTE:
                logout(request)
            elif now - session.get("touched_at", began_at) >= TOUCHED_AFTER:
                session["touched_at"] = now
        return self.get_response(request)


def _last_login(user):
    return int(user.last_login.timestamp()) if user.last_login else 0


class AskForSecondFactor:
    """Whose rights ask for a second factor sees nothing of the desk without one; only the own account is open."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.path_info.startswith("/admin/") and factors.is_missing(request):
            if request.method not in ("GET", "HEAD"):
                return render(request, "accounts/factor_missing.html", status=403)
            if factors.has_one(request.user):
                return redirect(f"{factors.where_to_show(request.user)}?next=/admin/")
            return redirect("mfa_index")
        return self.get_response(request)
