"""An editorial desk that obeys: `python -m tests.drill.inside_pieces obey`, an order a line, an answer in JSON a line.

editor       logs an editor in, with a draft of theirs: {"cookie"}
publish N    a piece becomes public: {"path", "at"}; `at` is time.time() after the commit
correct N    its words change, with a correction
retract N    it is taken back
"""

import json
import os
import sys
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ccsis.settings")
django.setup()

from django.test import Client  # noqa: E402

from articles import publishing  # noqa: E402
from articles.models import Article, Publication  # noqa: E402
from ccsis.models import User  # noqa: E402
from tests import make  # noqa: E402
from tests.drill.visible import SECRET  # noqa: E402


def editor():
    account = make.user("editor")
    make.article(f"A draft with {SECRET}", body=f"<p>{SECRET}</p>")
    client = Client()
    client.force_login(User.objects.get(pk=account.pk), backend="ccsis.accounts.backend.EmailOrUsername")
    return {"cookie": client.cookies["sessionid"].value}


def publish(number):
    row = publishing.publish(make.article(f"Piece of round {number}", body="<p>Version one.</p>"))
    at = time.time()
    return {"path": row.get_absolute_url(), "at": at}


def correct(number):
    piece = Article.objects.get(title=f"Piece of round {number}")
    piece.body = "<p>Corrected words.</p>"
    piece.save()
    row = publishing.correct(piece, type="update", text="The words are others.")
    at = time.time()
    return {"path": row.get_absolute_url(), "at": at}


def retract(number):
    piece = Article.objects.get(title=f"Piece of round {number}")
    path = Publication.objects.get(article=piece).get_absolute_url()
    publishing.retract(piece, reason="It was wrong.")
    return {"path": path, "at": time.time()}


def obey():
    for line in sys.stdin:
        order, *arguments = line.split()
        print(json.dumps(globals()[order](*arguments)), flush=True)


if __name__ == "__main__":
    globals()[sys.argv[1]](*sys.argv[2:])
