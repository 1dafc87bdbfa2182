"""The moderators' desk in the admin: the queue, the review page, the calls. Nothing here changes a state by itself."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse

from submissions import files
from submissions.desk import bridge, comparing, saying, statistics
from submissions.desk.calls import CallAdmin
from submissions.desk.page import opened
from submissions.desk.queue import contact
from submissions.desk.queue import page as queue
from submissions.desk.replies import CannedReplyAdmin
from submissions.desk.review import review
from submissions.models import Call, CannedReply, Queue, Submission


def site_context(site, request):
    """What the admin's own pages show round ours, without the side bar: the text needs the width."""
    return site.each_context(request) | {"is_nav_sidebar_enabled": False}


class ReadOnlyAdmin(admin.ModelAdmin):
    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Queue)
class QueueAdmin(ReadOnlyAdmin):
    """The list of what waits. Its permission is submissions.view_queue."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.changelist_view)
        pages = [
            ("batch/", self.page_of(queue.batch), "batch"),
            ("contact/", self.page_of(contact.page), "contact"),
            ("digest/", self.page_of(queue.wish), "digest"),
            ("numbers/", self.page_of(statistics.page), "numbers"),
            ("mail/", self.page_of(bridge.page), "mail"),
        ]
        return [
            path("", view, name="submissions_queue"),
            path("", view, name="submissions_queue_changelist"),
            *(path(route, self.admin_site.admin_view(page), name=f"submissions_{name}") for route, page, name in pages),
        ]

    def page_of(self, view):
        """A page below the queue; it asks by itself who may see it."""

        def page(request):
            return view(request, site_context(self.admin_site, request))

        return page

    def has_view_permission(self, request, obj=None):
        return request.user.has_perm("submissions.view_queue")

    def changelist_view(self, request, extra_context=None):
        return queue.queue(request, site_context(self.admin_site, request))


@admin.register(Submission)
class SubmissionAdmin(ReadOnlyAdmin):
    """One submission is its review page; there is no form that could change it past the table of moves."""

    def get_urls(self):
        pages = [
            ("", self.changelist_view, "changelist"),
            ("<int:pk>/review/", self.page_of(review), "review"),
            ("<int:pk>/compare/", self.page_of(comparing.page), "compare"),
            ("<int:pk>/write/", self.posted_to(saying.write), "write"),
            ("<int:pk>/comment/", self.posted_to(saying.comment), "comment"),
            ("<int:pk>/flag/", self.posted_to(saying.flag), "flag"),
            ("<int:pk>/change/", self.to_review, "change"),
            ("<int:pk>/files/<int:file_pk>/", self.file_view, "file"),
        ]
        return [
            path(route, self.admin_site.admin_view(view), name=f"submissions_submission_{name}")
            for route, view, name in pages
        ]

    def has_view_permission(self, request, obj=None):
        return request.user.has_perm("submissions.view_queue")

    def get_model_perms(self, request):
        return {}  # the index shows the queue

    def changelist_view(self, request, extra_context=None):
        return HttpResponseRedirect(reverse("admin:submissions_queue"))

    def to_review(self, request, pk):
        return HttpResponseRedirect(reverse("admin:submissions_submission_review", args=[pk]))

    def file_view(self, request, pk, file_pk):
        """A copy without metadata of a file that came with the text, as a download."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        submission = get_object_or_404(Submission.objects.seen_by_staff(), pk=pk)
        return files.as_download(get_object_or_404(submission.attachments, pk=file_pk), is_original=False)

    def page_of(self, view):
        """A page of one submission, for who may read the queue."""

        def opened_page(request, pk):
            return view(request, opened(request, pk), site_context(self.admin_site, request))

        return opened_page

    def posted_to(self, view):
        """The same for an address that only forms lead to; who looks there finds the review page."""
        page = self.page_of(view)

        def posted(request, pk):
            return page(request, pk) if request.method == "POST" else self.to_review(request, pk)

        return posted


admin.site.register(Call, CallAdmin)
admin.site.register(CannedReply, CannedReplyAdmin)
