"""Who works on a piece: those who may open it, and those whom news of it concerns."""

from django.db.models import Q

from articles.models import Assignment
from ccsis.models import User


def colleagues(article):
    """The accounts to which the desk opens this piece, as Article.objects.editable_by does: a query, by name."""
    of_all = User.objects.holding("articles.change_any_article").values("pk")
    own = [article.created_by_id, *article.bylines.values_list("person__user_id", flat=True)]
    own += Assignment.objects.filter(article=article).values_list("to_id", flat=True)
    return writers().filter(Q(pk__in=of_all) | Q(pk__in=filter(None, own)))


def writers():
    """The accounts that work on pieces at all, and may be given one: a query, by name."""
    return User.objects.holding("articles.change_article")


def concerned(article, *, without=None):
    """Who began the piece and to whom it is assigned, each once; not the one who did what they shall learn of."""
    assignment = Assignment.objects.filter(article=article).select_related("to").first()
    people = [article.created_by, assignment.to if assignment else None]
    return [user for user in dict.fromkeys(people) if user and user.is_active and user != without]
