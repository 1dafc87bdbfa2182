"""The people, bodies and series of the demo. None of the people exists."""

from pathlib import Path

from articles.models import Person, Region, Series, Topic
from ccsis import texts

FOLDER = Path(__file__).parent / "texts" / "people"
HAS_ACCOUNT = "nana"
SERIES = {
    "Narrow passages": "Places where the whole region passes through one gate, and what happens on the day it is shut.",
    "Falling water": "A sea that sinks, rivers that are shared, and the few instruments that tell us how fast.",
    "After the agreement": "What has to be done in villages, ministries and customs sheds when capitals have signed.",
    "Working arrangements": "A gas pipe, a dam, a reservoir: what is shared by those who have agreed on nothing else.",
    "Readers’ simulations": "One assumption, followed to the end by a reader who knows the place.",
}


def make_people(demo):
    """One of them is the author who has an account: what carries that name, the account may edit."""
    for path in sorted(FOLDER.glob("*.html")):
        fields, biography = texts.read(path)
        fields |= {"biography": biography, "is_body": "is_body" in fields}
        person, _made = Person.objects.get_or_create(name=fields.pop("name"), defaults=fields)
        demo.ids["person", path.stem] = person.pk
    Person.objects.filter(pk=demo.ids["person", HAS_ACCOUNT]).update(user=demo.users["author"])


def make_series(demo):
    """The series; and the ids of all lists by name, for those who come later."""
    for place, (name, introduction) in enumerate(SERIES.items(), start=1):
        fields = {"introduction": f"<p>{introduction}</p>", "position": place * 10}
        Series.objects.get_or_create(name=name, defaults=fields)
    for kind, model in (("series", Series), ("topic", Topic), ("region", Region)):
        demo.ids |= {(kind, row.name): row.pk for row in model.objects.all()}
