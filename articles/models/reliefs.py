from django.db import models
from django.db.models import Q


class Relief(models.Model):
    """A house picture, which pieces without a photograph show: named with the piece, drawn later.

    It is the same for ever from the same seed, so a file that was lost is drawn again. See articles.relief_files.
    """

    name = models.CharField(max_length=120, unique=True)  # of its file in the storage
    seed = models.CharField(max_length=16)  # of the first title, in hexadecimal; a later title changes nothing
    kind = models.CharField(max_length=20)
    is_drawn = models.BooleanField(default=False)

    class Meta:
        ordering = ["id"]
        default_permissions = ()
        indexes = [models.Index(fields=["id"], condition=Q(is_drawn=False), name="relief_to_be_drawn")]

    def __str__(self):
        return self.name
