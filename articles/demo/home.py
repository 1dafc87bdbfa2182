"""The front page of the demo."""

from articles.models import Home, HomePick

LEAD = "the-road-over-the-top"
PICKS = ["three-grids-in-january", "who-watches-and-until-when", "three-clocks-on-one-river"]
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
