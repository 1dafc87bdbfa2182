"""What of the articles an operator watches: gauges for ccsis.metrics."""

from django.db.models import Count
from django.utils import timezone

from articles.models import Article, Publication


def gauges():
    states = dict(Article.objects.values_list("state").annotate(n=Count("pk")).order_by())
    late = Article.objects.filter(state=Article.State.SCHEDULED, publish_at__lt=timezone.now()).count()
    return [
        ("publications", "Pieces that readers see.", {(): Publication.objects.count()}),
        ("pieces", "Pieces at the desk.", {(("state", state),): number for state, number in sorted(states.items())}),
        ("late_publications", "Scheduled pieces whose time has come and which are not published yet.", {(): late}),
    ]
