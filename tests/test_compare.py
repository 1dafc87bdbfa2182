"""Two texts compared: what came and what went, in every script, escaped, and in a time that grows with the text."""

import random
import re
import time
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccsis.compare import compare, compare_html
from ccsis.html import trusted_html

OLD = """On the first morning nobody calls it a crisis. The queue is long, and the drivers share tea.

The departments speak of hours.

By noon the first lorries turn back."""


def without(tag, html):
    """The words of a comparison, leaving out what this tag holds."""
    return unescape(re.sub(r"<[^>]+>", "", re.sub(rf"<{tag}>.*?</{tag}>", "", html, flags=re.DOTALL)))


def signs(text):
    return "".join(text.split())


def test_what_came_and_what_went_stands_in_its_place_and_the_rest_is_plain():
    new = OLD.replace("nobody calls it", "nobody would call it").replace(", and the drivers", ". Drivers")
    assert compare(OLD, new).html == (
        "<p>On the first morning nobody <del>calls</del> <ins>would call</ins> it a crisis. The queue is long"
        "<del>, and the drivers</del><ins>. Drivers</ins> share tea.</p>\n"
        "<p>The departments speak of hours.</p>\n"
        "<p>By noon the first lorries turn back.</p>"
    )


def test_words_are_counted_and_signs_are_not():
    compared = compare("One, two, three.", "One; two, four five.")
    assert (compared.came, compared.went, compared.is_same) == (2, 1, False)


@pytest.mark.parametrize("same", [OLD, OLD.replace("\n\n", "\n \t\n\n"), OLD.replace(" ", "\n"), f"\n\n{OLD}  \n"])
def test_other_white_space_is_no_change(same):
    compared = compare(OLD, same)
    assert compared.is_same
    assert "<ins>" not in compared.html and "<del>" not in compared.html


def test_nothing_beside_something_is_all_new_or_all_gone():
    assert compare("", "A road.").html == "<p><ins>A road.</ins></p>"
    assert compare("A road.", "").html == "<p><del>A road.</del></p>"
    assert compare("", " \n\n ").html == ""


def test_a_paragraph_in_the_middle_leaves_its_neighbours_alone():
    first, second, third = OLD.split("\n\n")
    compared = compare(OLD, "\n\n".join([first, "Something quite different stands here.", second, third]))
    assert compared.html.split("\n")[1] == "<p><ins>Something quite different stands here.</ins></p>"
    assert compared.html.count("<ins>") == 1 and "<del>" not in compared.html


def test_a_changed_paragraph_stands_beside_its_older_self_though_others_came_before_it():
    new = "A wholly new opening of some length.\n\n" + OLD.replace("speak of hours", "speak of days")
    assert "<p>The departments speak of <del>hours</del> <ins>days</ins>.</p>" in compare(OLD, new).html


def test_paragraphs_that_share_next_to_nothing_are_not_mixed():
    compared = compare("Rivers fall in August and rise in May.", "The council will meet again on Monday, as it said.")
    assert compared.html == (
        "<p><del>Rivers fall in August and rise in May.</del></p>\n"
        "<p><ins>The council will meet again on Monday, as it said.</ins></p>"
    )


def test_lines_of_a_list_stay_lines():
    assert compare("- one\n- two", "- one\n- three").html == "<p>- one\n- <del>two</del> <ins>three</ins></p>"


@pytest.mark.parametrize(
    ("before", "after", "went", "came"),
    [
        ("ქვის ხიდი ძველია.", "ქვის ხიდი ახალია.", "ძველია", "ახალია"),
        ("Հին ճանապարհը փակ է։", "Հին ճանապարհը բաց է։", "փակ", "բաց"),
        ("Перевал закрыт из-за снега.", "Перевал открыт из-за снега.", "закрыт", "открыт"),
        ("Şəki yolu bağlıdır.", "Şəki yolu açıqdır.", "bağlıdır", "açıqdır"),
        ("صف هیچ‌گاه کوتاه نمی‌شود.", "صف هیچ‌گاه کوتاه نشد.", "نمی‌شود", "نشد"),
        ("الطريقُ مغلقٌ اليوم", "الطريقُ مفتوحٌ اليوم", "مغلقٌ", "مفتوحٌ"),
        ("Köprü kapalı değil.", "Köprü açık değil.", "kapalı", "açık"),
    ],
)
def test_words_of_every_script_are_compared_whole(before, after, went, came):
    html = compare(before, after).html
    assert f"<del>{went}</del> <ins>{came}</ins>" in html
    assert html.count("<del>") == html.count("<ins>") == 1


def test_a_mark_above_a_letter_belongs_to_its_word():
    assert "<del>cafe</del> <ins>cafe\u0301s</ins>" in compare("the cafe here", "the cafe\u0301s here").html


HOSTILE = '<script>alert(1)</script> & "quotes" </ins></p><img src=x onerror=alert(1)>'


def test_markup_in_a_text_is_words():
    for html in (compare("", HOSTILE).html, compare(HOSTILE, "").html, compare(HOSTILE, HOSTILE).html):
        assert set(re.findall(r"<[^>]+>", html)) <= {"<p>", "</p>", "<ins>", "</ins>", "<del>", "</del>"}
        assert trusted_html(html).count("<") == html.count("<")


def test_what_comes_out_is_our_small_html_already():
    html = compare(OLD, OLD.replace("tea", "bread & tea").replace("hours", "days")).html
    assert trusted_html(html).replace("&quot;", '"') == html


def test_html_is_compared_by_the_words_that_one_reads():
    old = '<p>The <em>queue</em> is long.<sup class="note"><a href="#fn-1">1</a></sup></p><h2>Days</h2>'
    new = "<p>The <strong>queue</strong> is short.</p><h2>Days</h2>"
    assert compare_html(old, new).html == "<p>The queue is <del>long</del> <ins>short</ins>.</p>\n<p>Days</p>"


PIECES = st.sampled_from(
    ["road", "queue", "tea", "the", "the", "hours", "снег", "کوه‌ها", ", ", ". ", "\n", "\n\n", "-", "<b>"]
)
TEXTS = st.lists(PIECES, max_size=60).map(" ".join)


@given(TEXTS, TEXTS)
def test_the_old_text_and_the_new_one_can_be_read_out_of_it(old, new):
    compared = compare(old, new)
    assert signs(without("ins", compared.html)) == signs(old)
    assert signs(without("del", compared.html)) == signs(new)
    assert compared.is_same or old.split() != new.split()


# Time


def words(number, vocabulary, letter, seed=1):
    draw = random.Random(seed)  # noqa: S311 - a text, no secret
    drawn = [f"{letter}{draw.randrange(vocabulary)}" for _n in range(number)]
    return "\n\n".join(" ".join(drawn[at : at + 80]) for at in range(0, number, 80))


def spent(old, new):
    started = time.process_time()
    trusted_html(compare(old, new).html)
    return time.process_time() - started


def test_two_texts_of_ten_thousand_words_that_share_nothing_take_under_a_second():
    assert spent(words(10_000, 4000, "a"), words(10_000, 4000, "b")) < 1


CASES = {
    "nothing shared": (words(50_000, 9000, "a"), words(50_000, 9000, "b")),
    "the same words in another order": (words(50_000, 3000, "a", 1), words(50_000, 3000, "a", 2)),
    "five words": (words(50_000, 5, "a", 1), words(50_000, 5, "a", 2)),
    "one paragraph": tuple(words(50_000, 5, "a", seed).replace("\n\n", " ") for seed in (1, 2)),
    "a paragraph for each of two letters": tuple("\n\n".join(words(20_000, 2, "a", seed).split()) for seed in (1, 2)),
    "backwards": (" ".join(f"w{n}" for n in range(50_000)), " ".join(f"w{n}" for n in range(50_000, 0, -1))),
    "signs": (". , " * 25_000, ", . " * 25_000),
    "one word of a million letters": ("a" * 1_000_000, "b" * 1_000_000),
}


@pytest.mark.parametrize("case", CASES)
def test_two_texts_of_fifty_thousand_words_take_a_few_seconds_at_most(case):
    assert spent(*CASES[case]) < 8


def test_a_word_in_fifty_is_found_in_fifty_thousand():
    old = words(50_000, 3000, "a")
    new = old.split(" ")
    new[::50] = ["changed" if "\n" not in word else word for word in new[::50]]
    compared = compare(old, " ".join(new))
    changed = sum(word == "changed" for word in new)
    assert compared.came == changed == compared.went


# Side by side


def test_side_by_side_each_paragraph_stands_beside_what_became_of_it():
    first, second, third = OLD.split("\n\n")
    new = "\n\n".join([first.replace("nobody calls", "nobody would call"), second, "A new one.", "Lorries go."])
    assert [(pair.old, pair.new, pair.is_changed) for pair in compare(OLD, new).pairs] == [
        (
            first.replace("calls", "<del>calls</del>"),
            first.replace("nobody calls", "nobody <ins>would call</ins>"),
            True,
        ),
        (second, second, False),
        (f"<del>{third}</del>", "", True),
        ("", "<ins>A new one.</ins>", True),
        ("", "<ins>Lorries go.</ins>", True),
    ]


@given(TEXTS, TEXTS)
def test_side_by_side_the_one_column_is_the_old_text_and_the_other_the_new(old, new):
    pairs = compare(old, new).pairs
    assert signs(without("none", "".join(pair.old for pair in pairs))) == signs(old)
    assert signs(without("none", "".join(pair.new for pair in pairs))) == signs(new)
    assert [pair for pair in pairs if not pair.is_changed and signs(pair.old) != signs(pair.new)] == []
