from django import template

from articles.models import Article

register = template.Library()


@register.inclusion_tag("admin/articles/_first_steps.html", takes_context=True)
def first_steps(context):
    """What to do first, for whoever may write on a site where nothing is written yet."""
    user = context["request"].user
    return {"is_empty": user.has_perm("articles.add_article") and not Article.objects.exists(), "user": user}
