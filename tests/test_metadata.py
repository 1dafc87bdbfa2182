"""What machines read in the head of a publication: nothing breaks out of it, and it says what the page says."""

import json

import pytest
from django.core.files.storage import default_storage

from articles import publishing
from articles.models import Article, Document, Publication
from ccsis.html import json_in_script
from tests import citing, make

pytestmark = pytest.mark.django_db
HOSTILE = '</script><script>alert(1)</script><!-- "quoted" & \u2028 ]]>'


def head(client, row):
    return citing.Page(client.get(row.get_absolute_url()).text)


@pytest.mark.parametrize("kind", ["analysis", "brief", "report", "commentary", "qa", "statement", "simulation"])
def test_a_kind_is_described_as_what_it_is(client, kind):
    expected = {"analysis": "ScholarlyArticle", "brief": "Report", "report": "Report"}.get(kind, "Article")
    assert head(client, make.publication(kind=kind)).schema["@type"] == expected


def test_only_papers_are_technical_reports(client):
    reports = [head(client, make.publication(kind=kind)) for kind in ("report", "statement")]
    assert [page.all("citation_technical_report_number") for page in reports] == [["CCSIS-RP-2026-001"], []]


def test_nothing_breaks_out_of_the_data(client):
    row = make.publication(HOSTILE, standfirst=HOSTILE, tags=["</script>"], authors=[make.person(HOSTILE[:100])])
    response = client.get(row.get_absolute_url())
    page = citing.Page(response.text)
    assert page.schema["headline"] == HOSTILE
    assert page.all("og:title") == [HOSTILE]
    assert "<script>alert" not in response.text
    assert "script-src 'self'" in response["Content-Security-Policy"]
    assert "unsafe" not in response["Content-Security-Policy"]


def test_json_in_a_script_has_no_sign_that_html_or_javascript_reads():
    made = json_in_script({"a": HOSTILE})
    assert json.loads(made) == {"a": HOSTILE}
    assert [sign for sign in "<>&\u2028\u2029" if sign in made] == []


def test_everything_about_a_piece_is_said_once(client):
    article = make.article(
        subtitle="What a closed pass costs",
        standfirst="One pass carries most of the trade.",
        authors=[make.person("Tamar Lezhvari", native_name="თამარ ლეჟვარი", title="Senior Fellow")],
        topics=[make.topic()],
        regions=[make.region()],
        tags=["Lars"],
        series=make.series(),
        series_part=2,
        doi="10.1234/abcd",
    )
    publishing.publish(article, at=make.NOW)
    publishing.correct(article, type="correction", text="The year was 2022.", now=make.NOW)
    row = Publication.objects.get()
    site = "http://testserver"
    assert head(client, row).schema == {
        "@context": "https://schema.org",
        "@type": "ScholarlyArticle",
        "@id": row.full_address,
        "url": row.full_address,
        "mainEntityOfPage": row.full_address,
        "headline": "The single road",
        "alternativeHeadline": "What a closed pass costs",
        "description": "One pass carries most of the trade.",
        "inLanguage": "en",
        "datePublished": "2026-11-19T16:00:00+04:00",
        "dateModified": "2026-11-19T16:00:00+04:00",
        "version": 2,
        "identifier": {"@type": "PropertyValue", "propertyID": "CCSIS", "value": "CCSIS-AN-2026-001"},
        "genre": "Analysis",
        "author": [
            {
                "@type": "Person",
                "name": "Tamar Lezhvari",
                "alternateName": "თამარ ლეჟვარი",
                "jobTitle": "Senior Fellow",
                "url": f"{site}/people/tamar-lezhvari/",
            }
        ],
        "publisher": {
            "@type": "Organization",
            "name": "Caucasus Center for Strategic and International Studies",
            "url": f"{site}/",
            "logo": f"{site}/static/img/icon-180.png",
        },
        "isAccessibleForFree": True,
        "license": "https://creativecommons.org/licenses/by/4.0/",
        "wordCount": row.words,
        "about": [{"@type": "Thing", "name": "Roads", "url": f"{site}/topics/roads/"}],
        "spatialCoverage": [{"@type": "Place", "name": "Georgia", "url": f"{site}/regions/georgia/"}],
        "keywords": ["Lars"],
        "isPartOf": {"@type": "CreativeWorkSeries", "name": "Winter roads", "url": f"{site}/series/winter-roads/"},
        "position": 2,
        "sameAs": "https://doi.org/10.1234/abcd",
        "correction": [
            {
                "@type": "CorrectionComment",
                "text": "The year was 2022.",
                "datePublished": "2026-11-19T16:00:00+04:00",
            }
        ],
    }


def test_a_translation_names_its_original_and_the_original_its_translations(client):
    original = make.publication("The single road")
    translation = make.publication("Дорога", language="ru", original=original.article, follows_version=1)
    of_translation, of_original = head(client, translation), head(client, original)
    work = of_translation.schema["translationOfWork"]
    assert (work["@id"], work["inLanguage"]) == (original.full_address, "en")
    assert [each["@id"] for each in of_original.schema["workTranslation"]] == [translation.full_address]
    assert (of_translation.all("og:locale"), of_translation.all("og:locale:alternate")) == (["ru_RU"], ["en_US"])


def test_a_title_for_sharing_stands_on_cards_alone(client):
    page = head(client, make.publication("The single road", share_title="Who pays for snow?"))
    assert page.all("og:title") == ["Who pays for snow?"]
    assert page.all("citation_title") == [page.schema["headline"]] == ["The single road"]


def test_a_card_has_the_drawn_picture_until_then_the_lead_image_and_else_none(client):
    bare = make.publication("Bare")
    led = make.publication("Led", lead_image=make.image(alt="A road"))
    drawn = make.publication("Drawn", lead_image=make.image())
    Publication.objects.filter(pk=drawn.pk).update(share_image="share/1/abc.png")
    pages = {row.title: head(client, row) for row in (bare, led, drawn)}
    assert {title: (page.all("og:image"), page.all("twitter:card")) for title, page in pages.items()} == {
        "Bare": ([], ["summary"]),
        "Led": ([f"http://testserver{led.lead_image.file.url}"], ["summary_large_image"]),
        "Drawn": ([f"http://testserver{default_storage.url('share/1/abc.png')}"], ["summary_large_image"]),
    }


def test_a_pdf_is_named_only_where_readers_can_fetch_one_in_the_language_of_the_piece(client):
    row = make.publication()
    assert head(client, row).all("citation_pdf_url") == []
    fields = {"article": row.article, "title": "P", "pages": 1, "bytes": 1}
    for language in ("ru", "en"):
        Document.objects.create(file=f"{language}.pdf", language=language, **fields)
    publishing.publish(Article.objects.get(pk=row.article_id))
    english = Document.objects.get(language="en")
    assert head(client, row).all("citation_pdf_url") == [f"http://testserver/documents/{english.pk}.pdf"]


def test_a_retracted_piece_is_described_to_nobody(client):
    notice = make.retracted()
    page = head(client, notice)
    assert page.data == []
    assert [name for name, _content in page.metas if name.startswith(("citation_", "og:"))] == []
