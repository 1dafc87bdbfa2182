"""Words on a page that are not in the language of the page."""

from django.template import Context, Template
from django.utils import translation


def test_words_whose_language_nobody_keeps_are_marked_by_their_letters():
    texts = ["One road", "یک جاده", "Одна дорога", "ერთი გზა", "Մեկ ճանապարհ", "2027", ""]
    page, marked = Template("{% load languages %}<p{% as_written text %}>"), {}
    for language in ("en", "fa", "ru"):
        with translation.override(language):
            marked[language] = [page.render(Context({"text": text})) for text in texts]
    english, persian, russian = '<p lang="en" dir="ltr">', '<p lang="fa" dir="rtl">', '<p lang="ru" dir="ltr">'
    others = ['<p lang="ka" dir="ltr">', '<p lang="hy" dir="ltr">', "<p>", "<p>"]
    assert marked == {
        "en": ["<p>", persian, russian, *others],
        "fa": [english, "<p>", russian, *others],
        "ru": [english, persian, "<p>", *others],
    }
