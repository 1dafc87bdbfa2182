"""What of the submissions an operator watches: gauges for ccsis.metrics. Numbers only."""

from django.db.models import Count

from submissions.models import Submission


def gauges():
    states = dict(Submission.objects.values_list("state").annotate(n=Count("pk")).order_by())
    says = "Submissions by state; what is erased counts as well."
    return [("submissions", says, {(("state", state),): number for state, number in sorted(states.items())})]
