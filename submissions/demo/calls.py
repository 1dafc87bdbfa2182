"""The calls of the demo: one that closes soon and stands on the home page, one that is over."""

from submissions.models import Call

SERIES = "Readers’ simulations"
LANGUAGES = ["en", "ru", "hy", "az", "ka", "fa", "tr"]
WINTER_RULES = """
<ul>
<li>Choose one link: a road, a railway, a pipe, a cable, a ferry.</li>
<li>Say on which day it fails, and why. The reason must be possible.</li>
<li>Go forward week by week: who notices, who decides, what becomes dear, who earns.</li>
<li>End with three to five signposts and with how likely you think it is.</li>
</ul>
"""
WATER_RULES = """
<ul>
<li>Begin with a dry spring and take the summer month by month.</li>
<li>One river, one lake or one shore is enough.</li>
<li>Say who could have known earlier, and from which number.</li>
</ul>
"""


def make_calls(demo):
    """Both calls; and the standing one gets a past, as long as nobody has answered it."""
    Call.objects.filter(slug="open", submissions=None).update(opens_at=demo.ago(300), words_from=120)
    _call(
        demo,
        slug="a-dry-year",
        title="A dry year",
        brief="It has not rained since March. Take one water that several people share, and tell us how the summer "
        "ends: who turns the tap, who is asked, and what is decided by those whom nobody asks.",
        guidelines=WATER_RULES,
        opens_at=demo.ago(140, "08:00"),
        closes_at=demo.ago(82, "23:59"),
        topics=["Water and climate"],
        regions=["South Caucasus", "Caspian"],
    )
    is_free = not Call.objects.filter(is_on_home=True).exists()
    _call(
        demo,
        slug="one-winter-one-road",
        title="One winter, one road",
        brief="Take one link that the region depends on. Break it for a season. Tell us what follows, how likely you "
        "think it is, and what we should watch.",
        guidelines=WINTER_RULES,
        opens_at=demo.ago(25, "08:00"),
        closes_at=demo.ago(-9, "23:59"),
        announcement_id=demo.ids["piece", "a-call-one-winter-one-road"],
        is_on_home=is_free,
        topics=["Roads, rails and ports"],
        regions=["South Caucasus"],
    )


def _call(demo, *, topics, regions, **fields):
    call = Call.objects.create(series_id=demo.ids["series", SERIES], languages=LANGUAGES, words_from=120, **fields)
    call.topics.set(demo.ids["topic", name] for name in topics)
    call.regions.set(demo.ids["region", name] for name in regions)
