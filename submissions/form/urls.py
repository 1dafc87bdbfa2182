from django.urls import path

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
    path("submissions/", find.find, name="find"),
    path("submissions/<str:token>/", private.private, name="private"),
    path("submissions/<str:token>/edit/", views.edit, name="edit"),
    path("submissions/<str:token>/confirm/", private.confirm, name="confirm"),
    path("submissions/<str:token>/again/", private_answers.again, name="again"),
    path("submissions/<str:token>/address/", private_answers.address, name="address"),
    path("submissions/<str:token>/answer/", private_answers.answer, name="answer"),
    path("submissions/<str:token>/message/", private_answers.message, name="message"),
    path("submissions/<str:token>/texts/<int:n>/", private_texts.text, name="text"),
    path("submissions/<str:token>/changes/", private_texts.changes, name="changes"),
    path("submissions/<str:token>/files/<int:pk>/", downloads.file, name="file"),
    path("submissions/<str:token>/everything/", private_texts.everything, name="everything"),
    path("submissions/<str:token>/final/", private_proof.final, name="final"),
    path("submissions/<str:token>/final/changes/", private_proof.changed_by_us, name="changed_by_us"),
    path("submissions/<str:token>/approve/", private_proof.approve, name="approve"),
    path("submissions/<str:token>/object/", private_proof.object_to, name="object"),
    path("submissions/<str:token>/withdraw/", private_moves.withdraw, name="withdraw"),
    path("submissions/<str:token>/erase/", private_moves.erase, name="erase"),
    path("submissions/<str:token>/new-link/", private_moves.new_link, name="new_link"),
    path("submissions/<str:token>/agree/", private_coauthor.agree, name="agree"),
    path("submissions/<str:token>/refuse/", private_coauthor.refuse, name="refuse"),
    path("submit/", views.submit, name="submit"),
    path("submit/<slug:slug>/look/", help.look, name="look"),
    path("submit/<slug:slug>/paste/", help.paste, name="paste"),
    path("submit/<slug:slug>/word/", help.word, name="word"),
    path("submit/<slug:slug>/deadline.ics", deadline.deadline, name="deadline"),
    path("submit/<slug:slug>/", views.call, name="call"),
]
