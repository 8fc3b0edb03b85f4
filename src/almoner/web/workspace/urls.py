from django.urls import path

from . import home, outbox, search

app_name = "workspace"
urlpatterns = [
    path("", home.home, name="home"),
    path("search/", search.search, name="search"),
    path("outbox/", outbox.outbox, name="outbox"),
    path("outbox/<slug:reference>/", outbox.message, name="message"),
    path("outbox/<slug:reference>/send-again/", outbox.send_again, name="send-message-again"),
    path("outbox/<slug:reference>/cancel/", outbox.cancel, name="cancel-message"),
]
