"""The addresses of templates, and of the documents that are written from them."""

from django.urls import path, re_path

from . import filled_acts, filled_attachments, filled_documents, templates

VERSION = "templates/versions/<slug:reference>/"
DOCUMENT = "documents/<slug:reference>/"
SECTION = f"{DOCUMENT}sections/<slug:section>/"

filling_urls = [
    path("templates/", templates.templates, name="templates"),
    path("templates/propose/", templates.propose, name="propose-new-template"),
    path(VERSION, templates.version, name="template-version"),
    path(f"{VERSION}approve/", templates.approve, name="approve-template"),
    path(f"{VERSION}refuse/", templates.refuse, name="refuse-template"),
    path("templates/<slug:code>/", templates.template, name="template"),
    path("templates/<slug:code>/text.toml", templates.text, name="template-text"),
    path("templates/<slug:code>/propose/", templates.propose, name="propose-template"),
    path("documents/", filled_documents.fillings, name="fillings"),
    path("documents/begin/<str:about>/", filled_documents.begin, name="begin-filling"),
    path("comments/<slug:reference>/settle/", filled_acts.settle, name="settle-comment"),
    path(DOCUMENT, filled_documents.filling, name="filling"),
    re_path(
        r"^documents/(?P<reference>[-\w]+)/document\.(?P<kind>docx|pdf|html)$",
        filled_acts.download,
        name="download-filling",
    ),
    path(f"{DOCUMENT}attach/", filled_attachments.attach, name="attach-file"),
    path(
        "attachments/<slug:reference>/remove/", filled_attachments.remove, name="remove-attachment"
    ),
    path(f"{DOCUMENT}word/", filled_acts.word, name="return-filling"),
    path(f"{DOCUMENT}history/", filled_acts.history, name="filling-history"),
    path(f"{DOCUMENT}compare/", filled_acts.compare, name="compare-filling"),
    path(f"{DOCUMENT}finish/", filled_acts.finish, name="finish-filling"),
    path(f"{DOCUMENT}reopen/", filled_acts.reopen, name="reopen-filling"),
    path(f"{DOCUMENT}drop/", filled_acts.drop, name="drop-filling"),
    path(f"{DOCUMENT}move/", filled_acts.move, name="move-filling"),
    path(SECTION, filled_documents.section, name="fill-section"),
    path(f"{SECTION}keep/", filled_documents.keep, name="keep-section"),
    path(f"{SECTION}comment/", filled_acts.comment, name="comment-on-section"),
]
