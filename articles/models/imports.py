from django.db import models

from articles.models.article import Article
from articles.models.home import Page
from articles.models.images import Image
from articles.models.people import Person


class Imported(models.Model):
    """What came from another site, and which row of ours it became; so that a second import knows it again.

    Where all four rows are empty, staff have deleted what came: it is not brought back.
    """

    source_key = models.CharField(max_length=250, unique=True)  # wordpress:<site>:<post id>
    article = models.OneToOneField(Article, on_delete=models.SET_NULL, null=True, related_name="+")
    page = models.OneToOneField(Page, on_delete=models.SET_NULL, null=True, related_name="+")
    image = models.ForeignKey(Image, on_delete=models.SET_NULL, null=True, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    sha256 = models.CharField(max_length=64, blank=True)  # of what the other site said
    mark = models.CharField(max_length=40, blank=True)  # how our row stood then; another mark means changed here

    class Meta:
        ordering = ["id"]
        default_permissions = ()

    def __str__(self):
        return self.source_key
