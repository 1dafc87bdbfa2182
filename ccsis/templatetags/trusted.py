"""`{{ body|trusted }}`: the name that templates use for ccsis.html.trusted_html."""

from django import template

from ccsis.html import trusted_html

register = template.Library()
register.filter("trusted", trusted_html)
