"""The text as readers will see it, made by the same renderer, with its scenario and its credits."""

from ccsis.commonmark import LONGEST, to_html
from ccsis.html import plain_text
from ccsis.scripts import clean_name, clean_text, count_words, direction
from submissions.form import coauthors, scenario
from submissions.models import CoAuthor, Contributor
from submissions.scenario import rows


def preview_of(form):
    """Everything about a bound form that readers would see, valid or not. A dict for the template."""
    form.is_valid()
    data = form.data
    text, language = clean_text(data.get("text", "")), data.get("language", "")
    known = dict(form.fields["language"].choices)
    if language not in known:
        language = next(iter(known))
    html, notes = to_html(text[:LONGEST])
    return {
        "title": clean_name(data.get("title", "")),
        "html": html,
        "notes": notes,
        "words": count_words(plain_text(html)),
        "language": language,
        "direction": direction(language),
        "is_cut": len(text) > LONGEST,
        "scenario": list(rows(scenario.scenario_of(form.cleaned_data))),
        "credits": list(_credits(form)),
        "interests": form.cleaned_data.get("interests", ""),
    }


def _credits(form):
    """Those who wrote, as they chose to be named; rows that are not saved."""
    own = form.contributor()
    own.pop("answers", None)
    yield Contributor(**own)
    for person in coauthors.filled(form):
        if person["full_name"] or person["pseudonym"]:
            yield CoAuthor(**person)
