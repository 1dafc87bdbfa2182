from django.template import engines
from django.test import RequestFactory

from ccsis.models import SiteSettings


def render(text, request):
    return engines["django"].from_string(text).render({}, request)


def test_the_settings_cost_nothing_until_a_template_uses_them(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert render("{{ SITE_URL }}", RequestFactory().get("/")) == "http://testserver"


def test_the_settings_cost_one_query_however_often_they_are_used(db, django_assert_num_queries):
    site = SiteSettings(pk=1, name="The Centre")
    site.save()
    site.links.create(label="About", address="/about/")
    text = "{{ site.name }} {{ site.wordmark }}{% for link in site.footer_links %} {{ link.label }}{% endfor %}"
    with django_assert_num_queries(1):
        assert render(text, RequestFactory().get("/")) == "The Centre CCSIS About"


def test_before_anybody_saved_settings_there_are_defaults_and_no_row(db):
    assert render("{{ site.wordmark }}", RequestFactory().get("/")) == "CCSIS"
    assert not SiteSettings.objects.exists()


def test_looking_at_the_settings_touches_no_session(db):
    request = RequestFactory().get("/")  # has neither session nor user: touching them would raise
    assert render("{{ site.name }}", request)
