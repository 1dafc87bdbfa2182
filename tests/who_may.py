"""Who may do what at the desk, read by tests/test_who_may.py.

A row: the name of an address, the object that stands in it, who may open it, who may send something to it. The letters
are those of LETTERS; `-` is nobody. "Let in" means that the view does not refuse: what a form then takes, field by
field, is tested beside the form.
"""

from dataclasses import dataclass

from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.urls import NoReverseMatch, reverse

from articles import history
from articles.models import CheckedLink, CheckRule, Disclaimer, Home, ImportRun, NameGroup, Page, Term, Topic
from articles.parts import Parts
from ccsis.models import Letter, MissingAddress, Redirect, SecurityEvent, SiteSettings
from submissions import files
from submissions.models import CannedReply
from tests import documents, make

LETTERS = {
    "a": "author",
    "e": "editor",
    "p": "publisher",
    "m": "moderator",
    "r": "reader",
    "v": "privacy",
    "d": "admin",
}
EVERYBODY = "".join(LETTERS)
# Parts of the table that others walk, role or no role: readers' pages and the API show everybody the same, and what a
# secret link opens is opened by the link, not by who one is.
ELSEWHERE = {
    "site": "tests/test_site_secrets.py::test_every_public_address_is_walked_here",
    "api": "tests/test_api.py",
    "form": "tests/test_links.py",
    "preview": "tests/test_previews.py",
    "desk": "tests/test_calendar.py::test_an_address_that_opens_nothing_costs_and_says_the_same",
    "healthz": "tests/test_health.py",
    "readyz": "tests/test_health.py",
    "metrics": "tests/test_metrics.py",
    "csp_report": "tests/test_reports.py",
    "security_txt": "tests/test_security_txt.py",
}


@dataclass(frozen=True)
class Row:
    name: str
    object: str
    opens: str
    sends: str

    def address(self, world):
        found = world.get(self.object, {})
        name, _mark, query = self.name.partition("?")
        for wanted in WANTED:
            try:
                return f"{reverse(name, kwargs={key: found[key] for key in wanted})}?{query}"
            except (NoReverseMatch, KeyError):
                continue
        raise AssertionError(f"{self.name}: what fills this address?")


# What stands in addresses: the first of these that fits
WANTED = [[], ["pk"], ["object_id"], ["pk", "n"], ["pk", "number"], ["pk", "file_pk"]]
WANTED += [["app_label"], ["content_type_id", "object_id"]]


def rows(table):
    return [Row(*line.split()) for line in table.strip().splitlines() if not line.startswith("#")]


def objects_of(users):
    """One object of each kind. Pieces are three: the author's own draft, somebody else's, and one that is public."""
    own = make.article("Own", created_by=users["a"])
    other = make.article("Other", created_by=users["e"])
    published = make.publication("Public", created_by=users["e"]).article
    for piece in (own, other):
        history.keep(piece, parts=Parts.of(piece), by=users["e"], now=make.NOW)
    sent, unsent = make.submission(), make.submission(state="draft")
    file = files.attach(sent, files.check(documents.upload(documents.docx()), ["docx"]))
    others = {
        "user": users["r"],
        "self": users["d"],
        "letter": Letter.objects.create(template="received", recipient="a@example.org"),
        "redirect": Redirect.objects.create(old_path="/a/", new_path="/b/"),
        "securityevent": SecurityEvent.objects.create(action="login"),
        "sitesettings": SiteSettings.objects.create(pk=1),
        "missingaddress": MissingAddress.objects.create(path="/gone/", first_seen_at=make.NOW, last_seen_at=make.NOW),
        "checkrule": CheckRule.objects.create(kind="analysis", item="standfirst", level="required"),
        "home": Home.load(),
        "namegroup": NameGroup.objects.create(names="Lars, Ларс"),
        "page": Page.objects.create(title="About", body="<p>We.</p>"),
        "disclaimer": Disclaimer.objects.first() or Disclaimer.objects.create(kind="analysis", text="Ours."),
        "image": make.image(),
        "person": make.person(),
        "tag": make.tag(),
        "topic": make.topic(),
        "region": make.region(),
        "series": make.series(),
        "term": Term.objects.create(text="corridor"),
        "call": sent.call,
        "cannedreply": CannedReply.objects.create(title="Too short", text="It is short."),
        "group": Group.objects.get(name="editor"),
        "checkedlink": CheckedLink.objects.create(
            article=published, address="/x/", is_internal=True, status="404", checked_at=make.NOW
        ),
        "own": own,
        "other": other,
        "published": published,
        "sent": sent,
        "unsent": unsent,
        "importrun": ImportRun.objects.create(created_by=users["p"], export_name="old.xml", folder="x"),
    }
    world = {name: {"pk": row.pk, "object_id": row.pk, "n": 1, "number": 1} for name, row in others.items()}
    world["sent"]["file_pk"] = world["unsent"]["file_pk"] = file.pk
    world["ours"] = {"app_label": "articles"}
    world["site"] = {"content_type_id": ContentType.objects.get_for_model(Topic).pk, "object_id": others["topic"].pk}
    return world


# The own account, and what a stranger gets there; who is logged in has these pages for the own account alone.
ACCOUNT = {
    "mfa_index": 302,
    "login": 200,
    "account_login": 200,
    "mfa_authenticate": 302,
    "mfa_login_webauthn": 405,
    "passkey_options": 405,
    "factor_lost": 200,
    "logout": 405,
    "end_sessions": 302,
    "account_reauthenticate": 302,
    "mfa_reauthenticate": 302,
    "mfa_reauthenticate_webauthn": 302,
    "mfa_activate_totp": 302,
    "qr_code": 302,
    "mfa_deactivate_totp": 302,
    "mfa_add_webauthn": 302,
    "mfa_edit_webauthn": 302,
    "mfa_remove_webauthn": 302,
    "mfa_view_recovery_codes": 302,
    "password_change": 302,
    "password_change_done": 302,
    "password_reset": 200,
    "password_reset_done": 200,
    "password_reset_confirm": 200,
    "password_reset_complete": 200,
}

# What can be done to many rows at once in a list, and who is offered it
ACTIONS = {
    "ccsis.Redirect delete_selected": "pd",
    "ccsis.MissingAddress delete_selected": "pd",
    "ccsis.MissingAddress ignore": "pd",
    "ccsis.User invite_again": "d",
    "ccsis.User deactivate": "d",
    "ccsis.User take_factor_away": "d",
    "ccsis.Letter resend": "d",
    "ccsis.Letter cancel": "d",
    "articles.Page delete_selected": "ep",
    "articles.Image delete_selected": "ep",
    "articles.NameGroup delete_selected": "ep",
    "articles.Person delete_selected": "ep",
    "articles.Tag delete_selected": "ep",
    "articles.Tag make_one": "ep",
    "articles.Article delete_selected": "ep",
    "articles.Topic delete_selected": "ep",
    "articles.Region delete_selected": "ep",
    "articles.Series delete_selected": "ep",
    "articles.Term delete_selected": "p",
    "submissions.CannedReply delete_selected": "m",
}

ROUTES = """
# address                                              object        opens    sends
admin:app_list                                         ours          aep      aep
admin:articles_article_add                             -             aep      aep
admin:articles_article_assign                          own           -        ep
admin:articles_article_assign                          other         -        ep
admin:articles_article_assign                          published     -        ep
admin:articles_article_change                          own           aep      aep
admin:articles_article_change                          other         ep       ep
admin:articles_article_change                          published     ep       ep
admin:articles_article_changelist                      -             aep      aep
admin:articles_article_check                           own           -        aep
admin:articles_article_check                           other         -        ep
admin:articles_article_check                           published     -        ep
admin:articles_article_comment                         own           -        aep
admin:articles_article_comment                         other         -        ep
admin:articles_article_comment                         published     -        ep
admin:articles_article_compare                         own           aep      -
admin:articles_article_compare                         other         ep       -
admin:articles_article_compare                         published     ep       -
admin:articles_article_dates                           own           p        p
admin:articles_article_dates                           other         p        p
admin:articles_article_dates                           published     p        p
admin:articles_article_delete                          own           ep       ep
admin:articles_article_delete                          other         ep       ep
admin:articles_article_delete                          published     ep       ep
admin:articles_article_discard                         -             -        -
admin:articles_article_document                        own           -        aep
admin:articles_article_document                        other         -        ep
admin:articles_article_document                        published     -        ep
admin:articles_article_file                            own           -        -
admin:articles_article_file                            other         -        -
admin:articles_article_file                            published     -        -
admin:articles_article_here                            -             aepmrvd  -
admin:articles_article_history                         own           aep      aep
admin:articles_article_history                         other         ep       ep
admin:articles_article_history                         published     ep       ep
admin:articles_article_hold                            own           -        ep
admin:articles_article_hold                            other         -        ep
admin:articles_article_hold                            published     -        ep
admin:articles_article_move                            own           -        aep
admin:articles_article_move                            other         -        ep
admin:articles_article_move                            published     -        ep
admin:articles_article_name_text                       own           -        aep
admin:articles_article_name_text                       other         -        ep
admin:articles_article_name_text                       published     -        ep
admin:articles_article_outsiders                       own           -        ep
admin:articles_article_outsiders                       other         -        ep
admin:articles_article_outsiders                       published     -        ep
admin:articles_article_preview                         own           aep      -
admin:articles_article_preview                         other         ep       -
admin:articles_article_preview                         published     ep       -
admin:articles_article_restore                         own           -        aep
admin:articles_article_restore                         other         -        ep
admin:articles_article_restore                         published     -        ep
admin:articles_article_retract                         own           p        p
admin:articles_article_retract                         other         p        p
admin:articles_article_retract                         published     p        p
admin:articles_article_texts                           own           aep      -
admin:articles_article_texts                           other         ep       -
admin:articles_article_texts                           published     ep       -
admin:articles_article_translations                    -             aep      aep
admin:articles_article_word                            -             aep      aep
admin:articles_article_word_report                     own           aep      -
admin:articles_article_word_report                     other         ep       -
admin:articles_article_word_report                     published     ep       -
admin:articles_article_word_standfirst                 own           -        aep
admin:articles_article_word_standfirst                 other         -        ep
admin:articles_article_word_standfirst                 published     -        ep
admin:articles_article_working                         -             -        aepmrvd
admin:articles_calendar_address                        -             -        aep
admin:articles_calendar_changelist                     -             aep      -
admin:articles_calendar_plan                           -             -        aep
admin:articles_checkedlink_add                         -             -        -
admin:articles_checkedlink_again                       -             -        aep
admin:articles_checkedlink_change                      checkedlink   -        -
admin:articles_checkedlink_changelist                  -             aep      aep
admin:articles_checkedlink_delete                      checkedlink   -        -
admin:articles_checkedlink_history                     checkedlink   -        -
admin:articles_checkrule_add                           -             -        -
admin:articles_checkrule_change                        checkrule     aep      aep
admin:articles_checkrule_changelist                    -             aep      p
admin:articles_checkrule_delete                        checkrule     -        -
admin:articles_checkrule_history                       checkrule     aep      aep
admin:articles_disclaimer_add                          -             p        p
admin:articles_disclaimer_change                       disclaimer    p        p
admin:articles_disclaimer_changelist                   -             p        p
admin:articles_disclaimer_delete                       disclaimer    -        -
admin:articles_disclaimer_history                      disclaimer    p        p
admin:articles_home_add                                -             -        -
admin:articles_home_change                             home          ep       ep
admin:articles_home_changelist                         -             ep       ep
admin:articles_home_delete                             home          -        -
admin:articles_home_history                            home          ep       ep
admin:articles_image_add                               -             aep      aep
admin:articles_image_change                            image         aep      ep
admin:articles_image_changelist                        -             aep      aep
admin:articles_image_choose                            -             aep      -
admin:articles_image_delete                            image         ep       ep
admin:articles_image_file                              image         ep       ep
admin:articles_image_history                           image         aep      aep
admin:articles_image_upload                            -             -        aep
admin:articles_importrun_add                           -             p        p
admin:articles_importrun_categories                    importrun     p        p
admin:articles_importrun_change                        importrun     p        -
admin:articles_importrun_changelist                    -             p        p
admin:articles_importrun_go-on                         importrun     -        p
admin:articles_importrun_progress                      importrun     p        -
admin:articles_importrun_report                        importrun     p        -
admin:articles_importrun_start                         importrun     -        p
admin:articles_importrun_stop                          importrun     -        p
admin:articles_namegroup_add                           -             ep       ep
admin:articles_namegroup_change                        namegroup     aep      ep
admin:articles_namegroup_changelist                    -             aep      aep
admin:articles_namegroup_delete                        namegroup     ep       ep
admin:articles_namegroup_history                       namegroup     aep      aep
admin:articles_page_add                                -             ep       ep
admin:articles_page_change                             page          aep      ep
admin:articles_page_changelist                         -             aep      aep
admin:articles_page_delete                             page          ep       ep
admin:articles_page_history                            page          aep      aep
admin:articles_person_add                              -             ep       ep
admin:articles_person_change                           person        aep      ep
admin:articles_person_changelist                       -             aep      aep
admin:articles_person_delete                           person        ep       ep
admin:articles_person_history                          person        aep      aep
admin:articles_region_add                              -             ep       ep
admin:articles_region_change                           region        aep      ep
admin:articles_region_changelist                       -             aep      aep
admin:articles_region_delete                           region        ep       ep
admin:articles_region_history                          region        aep      aep
admin:articles_series_add                              -             ep       ep
admin:articles_series_change                           series        aep      ep
admin:articles_series_changelist                       -             aep      aep
admin:articles_series_delete                           series        ep       ep
admin:articles_series_history                          series        aep      aep
admin:articles_tag_add                                 -             aep      aep
admin:articles_tag_change                              tag           aep      ep
admin:articles_tag_changelist                          -             aep      aep
admin:articles_tag_delete                              tag           ep       ep
admin:articles_tag_history                             tag           aep      aep
admin:articles_tag_suggest                             -             aep      aep
admin:articles_tag_merge                               -             ep       ep
admin:articles_tag_tidy                                -             ep       ep
admin:articles_term_add                                -             p        p
admin:articles_term_change                             term          aep      p
admin:articles_term_changelist                         -             aep      aep
admin:articles_term_delete                             term          p        p
admin:articles_term_history                            term          aep      aep
admin:articles_term_lines                              -             p        p
admin:articles_topic_add                               -             ep       ep
admin:articles_topic_change                            topic         aep      ep
admin:articles_topic_changelist                        -             aep      aep
admin:articles_topic_delete                            topic         ep       ep
admin:articles_topic_history                           topic         aep      aep
admin:auth_group_add                                   -             -        -
admin:auth_group_change                                group         d        -
admin:auth_group_changelist                            -             d        d
admin:auth_group_delete                                group         -        -
admin:auth_group_history                               group         d        d
admin:autocomplete                                     -             -        -
admin:ccsis_letter_add                                 -             -        -
admin:ccsis_letter_change                              letter        vd       -
admin:ccsis_letter_changelist                          -             vd       vd
admin:ccsis_letter_delete                              letter        -        -
admin:ccsis_letter_history                             letter        vd       vd
admin:ccsis_letter_samples                             -             aepmrvd  aepmrvd
admin:ccsis_missingaddress_add                         -             -        -
admin:ccsis_missingaddress_change                      missingaddress pd       -
admin:ccsis_missingaddress_changelist                  -             pd       pd
admin:ccsis_missingaddress_delete                      missingaddress pd       pd
admin:ccsis_missingaddress_history                     missingaddress pd       pd
admin:ccsis_redirect_add                               -             pd       pd
admin:ccsis_redirect_change                            redirect      pd       pd
admin:ccsis_redirect_changelist                        -             pd       pd
admin:ccsis_redirect_delete                            redirect      pd       pd
admin:ccsis_redirect_history                           redirect      pd       pd
admin:ccsis_redirect_lines                             -             pd       pd
admin:ccsis_redirect_table                             -             pd       pd
admin:ccsis_securityevent_add                          -             -        -
admin:ccsis_securityevent_change                       securityevent d        -
admin:ccsis_securityevent_changelist                   -             d        d
admin:ccsis_securityevent_delete                       securityevent -        -
admin:ccsis_securityevent_history                      securityevent d        d
admin:ccsis_sitesettings_add                           -             -        -
admin:ccsis_sitesettings_change                        sitesettings  pd       pd
admin:ccsis_sitesettings_changelist                    -             pd       pd
admin:ccsis_sitesettings_delete                        sitesettings  -        -
admin:ccsis_sitesettings_history                       sitesettings  pd       pd
admin:ccsis_user_add                                   -             d        d
admin:ccsis_user_change                                user          d        d
admin:ccsis_user_change                                self          d        d
admin:ccsis_user_changelist                            -             d        d
admin:ccsis_user_delete                                user          -        -
admin:ccsis_user_delete                                self          -        -
admin:ccsis_user_history                               user          d        d
admin:ccsis_user_history                               self          d        d
admin:first_steps                                      -             -        aepmrvd
admin:index                                            -             aepmrvd  aepmrvd
admin:jsi18n                                           -             aepmrvd  -
admin:login                                            -             -        -
admin:logout                                           -             -        -
admin:password_change                                  -             aepmrvd  aepmrvd
admin:password_change_done                             -             aepmrvd  -
admin:submissions_batch                                -             mrv      m
admin:submissions_call_add                             -             m        m
admin:submissions_call_change                          call          m        m
admin:submissions_call_changelist                      -             m        m
admin:submissions_call_delete                          call          m        m
admin:submissions_call_history                         call          m        m
admin:submissions_cannedreply_add                      -             m        m
admin:submissions_cannedreply_change                   cannedreply   m        m
admin:submissions_cannedreply_changelist               -             m        m
admin:submissions_cannedreply_delete                   cannedreply   m        m
admin:submissions_cannedreply_history                  cannedreply   m        m
admin:submissions_contact                              -             v        v
admin:submissions_digest                               -             mrv      mrv
admin:submissions_mail                                 -             m        m
admin:submissions_numbers                              -             mrv      mrv
admin:submissions_queue                                -             mrv      mrv
admin:submissions_queue_changelist                     -             mrv      mrv
admin:submissions_submission_change                    sent          mrv      mrv
admin:submissions_submission_change                    unsent        -        -
admin:submissions_submission_changelist                -             mrv      mrv
admin:submissions_submission_comment                   sent          mrv      mrv
admin:submissions_submission_comment                   unsent        -        -
admin:submissions_submission_compare                   sent          mrv      mrv
admin:submissions_submission_compare                   unsent        -        -
admin:submissions_submission_file                      sent          mrv      mrv
admin:submissions_submission_file                      unsent        -        -
admin:submissions_submission_flag                      sent          mrv      mrv
admin:submissions_submission_flag                      unsent        -        -
admin:submissions_submission_review                    sent          mrv      mrv
admin:submissions_submission_review                    unsent        -        -
admin:submissions_submission_write                     sent          mrv      m
admin:submissions_submission_write                     unsent        -        -
admin:view_on_site                                     site          aepmrvd  aepmrvd
admin:autocomplete?app_label=articles&model_name=byline&field_name=person -             aep      -
admin:autocomplete?app_label=articles&model_name=article&field_name=original -             aep      -
admin:autocomplete?app_label=articles&model_name=article&field_name=lead_image -             aep      -
admin:autocomplete?app_label=articles&model_name=homepick&field_name=article -             aep      -
admin:autocomplete?app_label=articles&model_name=importantpiece&field_name=article -       aep      -
admin:autocomplete?app_label=articles&model_name=tag&field_name=synonym_of -             aep      -
"""
