"""Search for readers, alike on both databases: what finds what, in six languages and more, and what is shown of it."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection, transaction
from django.http import QueryDict
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from articles import merging, publishing
from articles.models import Publication, Searched, Word
from articles.searching import index, snippets, spelling
from articles.searching.question import Phrase, read
from articles.site import facets, search
from articles.site.paging import best_page, newest_page
from articles.site.search import Asked
from articles.start import make_names
from tests import make
from tests.desk import edit

pytestmark = pytest.mark.django_db

# title: (language, text)
PIECES = {
    "The single road": ("en", "An avalanche above the gallery. Elections were held in the villages below."),
    "What snow sheds do": ("en", "A roof for a road: the avalanche passes over. Ministers argued in Tbilisi."),
    "Ports of the Caspian": ("en", "Ferries wait at Alat. The tariff on grain was raised twice in 2024."),
    "After the return to Stepanakert": ("en", "People who came back, and those who did not."),
    "Выборы в горах": ("ru", "Партии спорили о границах. Ёлки на перевале стоят в снегу."),
    "Возвращение": ("ru", "В Степанакерте открыли школу. Железнодорожные перевозки выросли."),
    "Enerji hatları": ("tr", "Boru hatlarının geçtiği köylerde seçimler yapıldı. Şirketler bekliyor."),
    "Հայաստանի ճանապարհները": ("hy", "Ընտրություններից հետո սահմանին բացվեց նոր ճանապարհ։ Ինչո՞ւ հիմա։"),
    "საქართველოს გზები": ("ka", "არჩევნების შემდეგ თბილისში გზა გაიხსნა. რკინიგზა ჩერდება."),
    "Sərhəd və yollar": ("az", "Seçkilərin nəticələri Qarabağda müzakirə olundu. Dəmiryolu işləyir."),
    "راه آهن شمال": ("fa", "کتاب‌های تازه درباره ایران و قفقاز. مرز در آستارا باز است."),
}
# what is typed: the titles that it finds, the best first; a set where none is better
FINDS = {
    # English: endings, every word, phrases, unwanted words, either of two, the beginning of a last word
    "roads": ["The single road", "What snow sheds do"],
    "road": ["The single road", "What snow sheds do"],
    "election": ["The single road"],
    "avalanche road": {"The single road", "What snow sheds do"},
    '"single road"': ["The single road"],
    '"road single"': [],
    "avalanche -gallery": ["What snow sheds do"],
    "ferries OR sheds": ["What snow sheds do", "Ports of the Caspian"],
    "avalan": {"What snow sheds do", "The single road"},
    '"avalan"': [],
    "what is the tariff of the port": ["Ports of the Caspian"],
    "AVALANCHE": {"What snow sheds do", "The single road"},
    "tomato": [],
    # Russian: endings, ё and е
    "выбор": ["Выборы в горах"],
    "партия граница": ["Выборы в горах"],
    "елка": ["Выборы в горах"],
    "железнодорожная перевозка": ["Возвращение"],
    # Turkish
    "hat": ["Enerji hatları"],
    "şirket": ["Enerji hatları"],
    "secim": ["Enerji hatları"],
    # Armenian: endings, the accent inside a word
    "ընտրություն": ["Հայաստանի ճանապարհները"],
    "ճանապարհ": ["Հայաստանի ճանապարհները"],
    "ինչու": ["Հայաստանի ճանապարհները"],
    # Georgian
    "არჩევნები": ["საქართველოს გზები"],
    "თბილისი": {"საქართველოს გზები", "What snow sheds do"},
    # Azerbaijani: endings, ə typed as e, no marks
    "seçki": ["Sərhəd və yollar"],
    "serhed": ["Sərhəd və yollar"],
    "yol": ["Sərhəd və yollar"],
    # Persian: joined or not, another yeh and kaf
    "كتابهای": ["راه آهن شمال"],
    "کتاب": ["راه آهن شمال"],
    "ايران": ["راه آهن شمال"],
    # another script, where the archive has the word in both
    "tbilisi": {"What snow sheds do", "საქართველოს გზები"},
    "тбилиси": {"What snow sheds do", "საქართველოს გზები"},
    # the house's names of one place
    "Khankendi": ["After the return to Stepanakert", "Возвращение"],
    "Xankəndi": ["After the return to Stepanakert", "Возвращение"],
    "Artsakh": ["Sərhəd və yollar"],
    "Nagorno-Karabakh": ["Sərhəd və yollar"],
    "нагорный карабах": ["Sərhəd və yollar"],
    '"Khankendi"': [],
}
MEANT = {
    "avalnche": "avalanche",
    "Tiblisi": "Tbilisi",
    "gallrey road": "gallery road",
    "перивал": "перевале",
    "avalanche": None,
    "xyzzy": None,
    '"avalnche"': None,
}


@pytest.fixture
def archive():
    """All pieces of the table, and the house's names."""
    make_names()
    for day, (title, (language, text)) in enumerate(PIECES.items()):
        make.publication(title, body=f"<p>{text}</p>", language=language, at=make.NOW - timedelta(days=day))


def titles(question, **more):
    """The titles of the first page, in its order."""
    asked, request = Asked(params(q=question, **more)), RequestFactory().get("/search/")
    page_of = best_page if asked.is_best_first else newest_page
    return [row.title for row in page_of(asked.expression, request).rows]


def params(**pairs):
    made = QueryDict(mutable=True)
    for name, value in pairs.items():
        made.setlist(name.rstrip("_"), value if isinstance(value, list) else [value])
    return made


def test_words_find_the_same_pieces_in_every_language(archive):
    found = {question: titles(question) for question in FINDS}
    assert {question: type(FINDS[question])(rows) for question, rows in found.items()} == FINDS


def test_what_was_probably_meant_is_a_word_of_the_archive(archive):
    told = {question: "".join(text for text, _is_changed in spelling.meant(read(question))) for question in MEANT}
    assert told == {question: meant or "" for question, meant in MEANT.items()}


# The page


def test_a_result_shows_the_words_where_they_stand_as_text_and_never_as_markup(client):
    body = f"<p>{'before ' * 40} the <em>Gallery</em> &lt;b&gt; {'after ' * 40}</p>"
    make.publication("The gallery & <i>", body=body)
    page = client.get("/search/", {"q": 'gallery "><script>alert(1)</script>'}).text
    assert "<script>alert" not in page
    assert 'value="gallery &quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;"' in page

    page = client.get("/search/?q=gallery").text
    assert ">The <mark>gallery</mark> &amp; &lt;i&gt;</a>" in page
    assert "before the <mark>Gallery</mark> &lt;b&gt; after" in page
    assert page.count("before") == snippets.AROUND - 1
    assert '<meta name="robots" content="noindex,follow">' in page


def test_a_snippet_shows_the_place_with_most_of_the_words():
    piece = Publication(text="Snow fell. " + "Nothing more. " * 60 + "Snow shut the pass.", language="en")
    sought = snippets.Sought([Phrase(("snow",)), Phrase(("pass",))])
    said = snippets.snippet(piece, sought)
    assert [text for text, is_sought in said if is_sought] == ["Snow", "pass."]
    other = Publication(standfirst="Standing first", language="en")
    assert snippets.snippet(other, sought) == [("Standing first", False)]


HOSTILE = [
    "'", '"', '"road', "%", "_", "\\", "road\\",
    "r%d", "[a-", "road ) OR (1=1", "road & | ! <-> :*", "-road", "-", "--",
    "*", "road*", "OR", "OR OR", "-OR", '-"', '""', '-""', "NOT", "NEAR(a b)", "{a} : b", "a:b", "^road", "+road", "",
    " \t\n ", "a" * 10_000, "a " * 5_000, '"' * 500, "- " * 500, " ".join(f"word{n}" for n in range(500)),
    "a" + "\u0301" * 5_000, "\u202eroad", "👩\u200d🚀", "\ufffe", "\U00010000", "جاده \u200c", "{0} %s %(x)s",
    "{{ site.name }}", "½ ﷺ Ⅷ", "ß ẞ ŉ", "\ud800".encode("utf-8", "surrogatepass").decode("utf-8", "replace"),
    "·all", "·kanalysis",
    "Qur'an", "don’t", "a-b-c", "COVID-19", "1", "12 34",
]  # fmt: skip


def test_nothing_that_is_typed_breaks_the_search(client):
    """Every question is answered; the facets' own words and signs of databases are only signs."""
    make.publication("The road of COVID-19")
    answers = {question[:60]: client.get("/search/", {"q": question}).status_code for question in HOSTILE}
    assert set(answers.values()) == {200}, answers
    assert [titles(question) for question in ("·all", "·kanalysis", "r%d", "r_ad")] == [[], [], [], []]
    assert titles("covid-19") == titles("19") == titles("-tomato") == ["The road of COVID-19"]
    for refused in ("q=%ED%A0%80", "q=%00", "topic=%00"):  # as everywhere
        assert client.get(f"/search/?{refused}").status_code == 400
    odd = "/search/?q=road&type=x&topic=y&author=%F0%9F%98%80&language=zz&from=x&to=99999&sort=z&type=&from=0000"
    assert client.get(odd).status_code == 200
    for cursor in ("x", "", "0" * 500):
        assert client.get("/search/", {"q": "road", "before": cursor}).status_code == 404, cursor


def test_a_long_result_goes_on_page_by_page_in_both_orders_and_shows_each_piece_once(client):
    for n in range(45):
        make.publication(f"Road {n:02}", at=make.NOW - timedelta(days=n))
    for sort in ("best", "new"):
        seen, address = [], f"/search/?q=road&sort={sort}"
        while address:
            context = client.get(address).context
            seen += [hit.publication.title for hit in context["hits"]]
            older = context["page"].older
            address = f"/search/?q=road&sort={sort}&before={older}" if older else ""
        assert seen == [f"Road {n:02}" for n in range(45)]


def test_the_page_costs_the_same_number_of_queries_however_much_is_found(client):
    def fill(numbers):
        for n in numbers:
            things = {"topics": [make.topic(f"T{n}")], "regions": [make.region(f"R{n}")], "tags": [f"g{n}"]}
            make.publication(f"Road {n}", authors=[make.person(f"P {n}")], series=make.series(), **things)

    counts = []
    for numbers in (range(2), range(2, 8)):
        fill(numbers)
        cache.clear()
        with CaptureQueriesContext(connection) as asked:
            assert client.get("/search/?q=road&type=analysis&from=2020").status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 32


def test_suggestions_are_names_and_titles(client):
    person = make.person("Nigar Həsənli", native_name="Нигяр Гасанлы")
    piece = make.publication("The road to Lars", authors=[person], topics=[make.topic("Roads and rails")])
    make.publication("Something else")
    for typed, texts, addresses in (
        ("roa", ["Roads and rails", "The road to Lars"], ["/topics/roads-and-rails/", piece.get_absolute_url()]),
        ("rails", ["Roads and rails"], ["/topics/roads-and-rails/"]),
        ("гаса", ["Nigar Həsənli", "The road to Lars"], ["/people/nigar-hesenli/", piece.get_absolute_url()]),
        ("r", [], []),
    ):
        response = client.get("/search/suggest", {"q": typed})
        assert response["Content-Type"] == "application/x-suggestions+json"
        asked, found, _kinds, where = response.json()
        assert (asked, found, where) == (typed, texts, addresses)
    assert '<option value="Roads and rails">' in client.get("/search/").text


# The index follows


def test_the_index_follows_what_readers_see():
    article = make.article("The single road", body="<p>An avalanche fell.</p>", scenario={"what": "A sluice breaks"})
    assert titles("avalanche") == []
    publishing.publish(article, at=make.NOW)
    assert titles("avalanche") == titles("sluice") == ["The single road"]
    article.body = "<p>A rockfall came.</p>"
    article.save()
    assert titles("rockfall") == [] and titles("avalanche") == ["The single road"]
    publishing.correct(article, type="correction", text="It was a rockfall.")
    assert titles("rockfall") == ["The single road"] and titles("avalanche") == []
    publishing.retract(article, reason="It could not be confirmed.")
    assert titles("rockfall") == titles("road") == [] and not Searched.objects.exists()
    publishing.publish(article)
    assert titles("rockfall") == ["The single road"]
    publishing.expire(article)
    assert titles("rockfall") == []


def test_a_change_that_fails_leaves_no_trace_in_the_index():
    article = make.article("The single road")
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        publishing.publish(article)
        assert titles("road") == ["The single road"]
        raise ZeroDivisionError
    assert titles("road") == []


def test_everything_that_a_reader_may_look_for_is_found():
    person = make.person("Nigar Həsənli", native_name="Нигяр Гасанлы")
    fields = {"subtitle": "Subtitled", "standfirst": "Standing first", "key_points": "Pointed", "whats_new": "Renewed"}
    things = {"topics": [make.topic("Sluices")], "regions": [make.region("Adjara")], "series": make.series("Harbours")}
    notes = [("n1", "A ledger of <em>Batum</em>")]
    body = '<p>Texted<sup class="note"><a href="#fn-n1">1</a></sup></p>'
    piece = make.publication("Titled", body=body, authors=[person], tags=["tunnels"], notes=notes, **fields, **things)
    words = "titled subtitled standing pointed renewed texted sluice adjara harbour tunnel ledger batum hesenli гасанлы"
    assert {word: titles(word) for word in words.split()} == {word: ["Titled"] for word in words.split()}
    assert titles(piece.number) == ["Titled"]


def test_a_topic_with_another_name_and_pieces_that_were_imported_are_found_so(client):
    topic = make.topic("Sluices")
    piece = make.publication("Titled", topics=[topic])
    make.publication("Another")
    client.force_login(make.user("editor"))
    assert edit(client, f"/admin/articles/topic/{topic.pk}/change/", name="Floodgates").status_code == 302
    assert titles("floodgate") == ["Titled"] and titles("sluice") == []
    merging.merge(topic, make.topic("Locks"), by=None)
    assert titles("lock") == titles("", topic="locks") == ["Titled"]

    Publication.objects.update(is_indexed=False)  # as after an import
    Searched.objects.all().delete()
    assert titles("lock") == []
    assert (index.catch_up(), index.catch_up()) == (2, 0)
    assert titles("lock") == [piece.title]


def test_rebuilding_makes_the_same_index_and_forgets_words_that_no_text_has():
    make.publication("Титул", body="<p>Выборы</p>", language="ru")
    make.publication("Titled")
    rows = list(Searched.objects.order_by("pk").values("publication", "facets", "a", "b", "c", "d", "head", "words"))
    Word.objects.create(folded="gone", written="gone", sound="gone", start="g", length=4, seen_on="2020-01-01")
    Searched.objects.all().delete()
    told = StringIO()
    call_command("rebuild_search", stdout=told)
    again = Searched.objects.order_by("pk").values("publication", "facets", "a", "b", "c", "d", "head", "words")
    assert list(again) == rows
    assert titles("выбор") == ["Титул"] and not Word.objects.filter(folded="gone").exists()
    assert "2 pieces" in told.getvalue()


# For feeds and saved searches


def test_an_address_of_search_is_a_list_of_publications_newest_first():
    old = make.publication("An old road", at=make.NOW - timedelta(days=9), topics=[make.topic("Energy")])
    new = make.publication("A roof", body="<p>For the road</p>", topics=[make.topic("Energy")])
    make.publication("A bridge", topics=[make.topic("Energy")])
    assert list(search.found(params(q="road", topic="energy"))) == [new, old]
    assert list(search.found(params(q="road", to="2025"))) == []
    assert list(search.found(params(sort="new"))) == list(search.found(params(q=" - "))) == []


# Facets


def test_facets_count_what_a_click_would_leave_and_lead_to_nothing_empty(client):
    georgia, armenia, roads = make.region("Georgia"), make.region("Armenia"), make.topic("Roads")
    nino, aram = make.person("Nino"), make.person("Aram")
    for title, day, fields in (
        ("Snow 1", 0, {"regions": [georgia], "topics": [roads], "authors": [nino, aram]}),
        ("Snow 2", 400, {"regions": [georgia, armenia], "authors": [nino], "kind": "brief"}),
        ("Snow 3", 800, {"regions": [armenia], "language": "ru", "tags": ["winter"], "series": make.series("Passes")}),
        ("Rain", 0, {"regions": [georgia]}),
    ):
        make.publication(title, at=make.NOW - timedelta(days=day), **fields)

    def counted(query):
        panel = client.get("/search/?" + query).context["panel"]
        told = {group.name: {value.label: value.count for value in group.values} for group in panel.groups}
        return panel.total, told, panel

    total, told, panel = counted("q=snow")
    assert total == 3
    assert told == {
        "type": {"Analysis": "2", "Policy brief": "1"},
        "region": {"Georgia": "2", "Armenia": "2"},
        "topic": {"Roads": "1"},
        "series": {"Passes": "1"},
        "author": {"Nino": "2", "Aram": "1"},
        "tag": {"winter": "1"},
        "language": {"English": "2", "Русский": "1"},
        "year": {"2026": "1", "2025": "1", "2024": "1"},
    }
    for group in panel.groups:  # every link leaves as many as it says
        for value in group.values:
            assert str(client.get("/search/" + value.address).context["panel"].total) == value.count, value

    # The other values of a facet count as the list would be with them; those of others under what is chosen.
    total, told, panel = counted("q=snow&region=georgia")
    assert (total, told["region"], told["type"]) == (
        2,
        {"Georgia": "2", "Armenia": "2"},
        {"Analysis": "1", "Policy brief": "1"},
    )
    assert "tag" not in told and "series" not in told
    assert counted("q=snow&region=georgia&region=armenia")[0] == 3
    total, told, panel = counted("q=snow&region=georgia&author=aram&from=2020&to=2026&sort=new")
    assert (total, told["year"]) == (1, {"2026": "1"})
    assert [address for _facet, _label, address in panel.chosen.chips()] == [
        "?q=snow&sort=new&author=aram&from=2020&to=2026",
        "?q=snow&sort=new&region=georgia&from=2020&to=2026",
        "?q=snow&sort=new&region=georgia&author=aram",
    ]
    assert [row.title for row in search.found(params(q="snow", region="georgia", type=["brief", "report"]))] == [
        "Snow 2"
    ]
    for nothing in ("topic=nowhere", "type=sonnet", "from=2027", "from=2025&to=2024", "region=armenia&author=aram"):
        page = client.get(f"/search/?q=snow&{nothing}")
        assert page.context["hits"] == [] and page.context["is_elsewhere"] and "?q=snow" in page.text, nothing


def test_a_list_without_words_is_counted_again_after_each_change():
    def total():
        return facets.panel(facets.Chosen.read(params(type="analysis"))).total

    assert total() == 0
    article = make.article("One")
    publishing.publish(article)
    make.publication("Two", kind="brief")
    assert total() == 1
    publishing.retract(article, reason="It was wrong.")
    assert total() == 0


def test_large_counts_are_told_as_more_than_a_thousand():
    assert [facets.told(count) for count in (0, 7, 1000, 1001)] == ["0", "7", "1,000", "1,000+"]
    assert facets.told(7, is_cut=True) == "7+"
