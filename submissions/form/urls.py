from django.urls import path

from ccsis.languages import spoken
from submissions.form import (
    deadline,
    downloads,
    find,
    help,
    private,
    private_answers,
    private_coauthor,
    private_moves,
    private_proof,
    private_texts,
    views,
)

app_name = "form"

urlpatterns = [
    path(spoken("submissions/"), find.find, name="find"),
    path(spoken("submissions/<str:token>/"), private.private, name="private"),
    path(spoken("submissions/<str:token>/edit/"), views.edit, name="edit"),
    path(spoken("submissions/<str:token>/confirm/"), private.confirm, name="confirm"),
    path(spoken("submissions/<str:token>/again/"), private_answers.again, name="again"),
    path(spoken("submissions/<str:token>/address/"), private_answers.address, name="address"),
    path(spoken("submissions/<str:token>/answer/"), private_answers.answer, name="answer"),
    path(spoken("submissions/<str:token>/message/"), private_answers.message, name="message"),
    path(spoken("submissions/<str:token>/texts/<int:n>/"), private_texts.text, name="text"),
    path(spoken("submissions/<str:token>/changes/"), private_texts.changes, name="changes"),
    path(spoken("submissions/<str:token>/files/<int:pk>/"), downloads.file, name="file"),
    path(spoken("submissions/<str:token>/everything/"), private_texts.everything, name="everything"),
    path(spoken("submissions/<str:token>/final/"), private_proof.final, name="final"),
    path(spoken("submissions/<str:token>/final/changes/"), private_proof.changed_by_us, name="changed_by_us"),
    path(spoken("submissions/<str:token>/approve/"), private_proof.approve, name="approve"),
    path(spoken("submissions/<str:token>/object/"), private_proof.object_to, name="object"),
    path(spoken("submissions/<str:token>/withdraw/"), private_moves.withdraw, name="withdraw"),
    path(spoken("submissions/<str:token>/erase/"), private_moves.erase, name="erase"),
    path(spoken("submissions/<str:token>/new-link/"), private_moves.new_link, name="new_link"),
    path(spoken("submissions/<str:token>/agree/"), private_coauthor.agree, name="agree"),
    path(spoken("submissions/<str:token>/refuse/"), private_coauthor.refuse, name="refuse"),
    path(spoken("submit/"), views.submit, name="submit"),
    path(spoken("submit/<slug:slug>/look/"), help.look, name="look"),
    path(spoken("submit/<slug:slug>/paste/"), help.paste, name="paste"),
    path(spoken("submit/<slug:slug>/word/"), help.word, name="word"),
    path(spoken("submit/<slug:slug>/deadline.ics"), deadline.deadline, name="deadline"),
    path(spoken("submit/<slug:slug>/"), views.call, name="call"),
]
