"""The front page of the demo."""

from articles.models import Home, HomePick

LEAD = "the-road-over-the-top"
PICKS = ["what-a-falling-sea-leaves-behind", "forty-kilometres-of-questions", "against-the-word-corridor"]
SERIES = "Narrow passages"


def arrange_home(demo):
    """Lead, series and picks, unless somebody arranged the page already."""
    home = Home.load()
    if home.lead or home.picks.exists():
        return
    home.lead_id, home.series_id = demo.ids["piece", LEAD], demo.ids["series", SERIES]
    home.save()
    for place, stem in enumerate(PICKS, start=1):
        HomePick.objects.create(home=home, article_id=demo.ids["piece", stem], position=place)
