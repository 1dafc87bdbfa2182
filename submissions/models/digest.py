from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class DigestWish(models.Model):
    """Somebody of the staff wants a letter each day on what waits in the queue. Who wants none has no row."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    hour = models.PositiveSmallIntegerField(_("hour"))  # of the day in the site's zone
    last_on = models.DateField(null=True)  # the day for which it was looked last whether there is something to tell

    class Meta:
        default_permissions = ()
        constraints = [models.CheckConstraint(condition=Q(hour__lte=23), name="digest_at_an_hour_of_the_day")]

    def __str__(self):
        return f"{self.user} {self.hour:02d}:00"
