"""The list of broken links in what readers see, with the words round each, for those who may mend them."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import F
from django.http import HttpResponseRedirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as L
from django.views.decorators.http import require_POST

from articles import linkcheck
from articles.models import Article, CheckedLink, Publication

ARCHIVE = "https://web.archive.org/web/2/"  # leads to the newest copy that it has; opened by staff, never by us


def broken_for(user):
    """The broken links of public pieces that this person may change, the newest first."""
    links = CheckedLink.objects.filter(broken_since__isnull=False, article__publication__isnull=False)
    if not user.has_perm("articles.change_any_article"):
        links = links.filter(article__in=Article.objects.editable_by(user).values("pk"))
    return links.select_related("article").defer("article__body")


class SiteFilter(admin.SimpleListFilter):
    title = L("site")
    parameter_name = "site"

    def lookups(self, request, model_admin):
        return [("ours", _("our own")), ("others", _("others"))]

    def queryset(self, request, queryset):
        return queryset.filter(is_internal=self.value() == "ours") if self.value() in ("ours", "others") else queryset


@admin.register(CheckedLink)
class BrokenLinkAdmin(admin.ModelAdmin):
    desk_place = 13
    when_empty = L(
        "Once a week the links of everything that readers see are looked at. Those that lead nowhere will stand here."
    )
    list_display = ["piece", "leads_to", "wrong", "place", "words_around", "since"]
    list_display_links = None
    list_filter = [SiteFilter]
    search_fields = ["address", "article__title"]
    ordering = [F("broken_since").desc(), "id"]
    list_per_page = 50
    show_full_result_count = False
    actions = None
    change_list_template = "admin/articles/broken_links.html"

    class Media:
        css = {"all": ["css/desk-articles.css", "css/desk-piece.css", "css/desk-checks.css"]}

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_queryset(self, request):
        return broken_for(request.user)

    def get_urls(self):
        again = path("again/", self.admin_site.admin_view(self.again), name="articles_checkedlink_again")
        return [again, *super().get_urls()]

    def again(self, request):
        """Let everything that is listed be looked at once more, now and not in a week."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        return look_again(request)

    @admin.display(description=L("piece"), ordering="article__title")
    def piece(self, link):
        address = reverse("admin:articles_article_change", args=[link.article_id])
        return format_html('<a href="{}">{}</a>', address, link.article)

    @admin.display(description=L("address"), ordering="address")
    def leads_to(self, link):
        return format_html('<span class="address">{}</span>', link.address)

    @admin.display(description=L("what is wrong"), ordering="status")
    def wrong(self, link):
        said = linkcheck.said(link.status)
        if link.is_internal:
            return said
        words = _("Look for an archived copy")
        if link.place == CheckedLink.Place.SOURCE:
            words = _("Look for an archived copy, and give it at the source")
        copy = f"{ARCHIVE}{link.address}"
        return format_html('{}<br><a href="{}" rel="noreferrer" target="_blank">{}</a>', said, copy, words)

    @admin.display(description=L("words around"))
    def words_around(self, link):
        return format_html('<q dir="auto">{}</q>', link.words) if link.words else "–"

    @admin.display(description=L("broken since"), ordering="broken_since")
    def since(self, link):
        return date_format(timezone.localtime(link.broken_since), "j M Y")


@require_POST
def look_again(request):
    ids = broken_for(request.user).values("article_id")
    number = Publication.objects.filter(article_id__in=ids).update(links_checked_at=None)
    words = _("The worker looks at them again within a minute.") if number else _("There is nothing to look at again.")
    messages.success(request, words)
    return HttpResponseRedirect(reverse("admin:articles_checkedlink_changelist"))
