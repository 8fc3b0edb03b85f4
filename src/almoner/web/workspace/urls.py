from django.urls import path

from . import home, ledger, matches, matching_rules, outbox, people, roles, search

app_name = "workspace"
urlpatterns = [
    path("", home.home, name="home"),
    path("search/", search.search, name="search"),
    path("matches/", matches.matches, name="matches"),
    path("matches/totals/", matches.match_totals, name="match-totals"),
    path("matches/rules/", matching_rules.rules, name="matching-rules"),
    path(
        "matches/rules/<slug:reference>/confirm/",
        matching_rules.confirm_all,
        name="confirm-matching-rule",
    ),
    path("matches/rules/<slug:reference>/end/", matching_rules.end, name="end-matching-rule"),
    path("matches/<slug:reference>/", matches.match, name="match"),
    path(
        "matches/<slug:reference>/<slug:agreement>/confirm/", matches.confirm, name="confirm-match"
    ),
    path("matches/<slug:reference>/<slug:agreement>/refuse/", matches.refuse, name="refuse-match"),
    path("matches/<slug:reference>/<slug:agreement>/undo/", matches.undo, name="undo-match"),
    path(
        "matches/<slug:reference>/<slug:agreement>/rule/",
        matching_rules.save,
        name="save-matching-rule",
    ),
    path("outbox/", outbox.outbox, name="outbox"),
    path("outbox/<slug:reference>/", outbox.message, name="message"),
    path("outbox/<slug:reference>/send-again/", outbox.send_again, name="send-message-again"),
    path("outbox/<slug:reference>/cancel/", outbox.cancel, name="cancel-message"),
    path("ledger/", ledger.ledger, name="ledger"),
    path("access-log/", ledger.access_log, name="access-log"),
    path("people/", people.people, name="people"),
    path("people/invite/", people.invite, name="invite"),
    path("people/invitations/<slug:reference>/withdraw/", people.withdraw, name="uninvite"),
    path("people/<slug:reference>/", people.person, name="person"),
    path("people/<slug:reference>/close/", people.close, name="close-person"),
    path("people/<slug:reference>/reopen/", people.reopen, name="reopen-person"),
    path("people/<slug:reference>/forget/", people.forget, name="forget-person"),
    path("people/<slug:reference>/propose/", roles.propose, name="propose-role"),
    path("people/<slug:reference>/depute/", roles.depute, name="propose-deputy"),
    path("roles/<slug:reference>/", roles.role, name="role"),
    path("roles/<slug:reference>/decide/", roles.decide, name="decide-role"),
    path("roles/<slug:reference>/withdraw/", roles.withdraw, name="withdraw-role"),
    path("roles/<slug:reference>/confirm/", roles.confirm, name="confirm-role"),
    path("roles/<slug:reference>/end/", roles.end, name="end-role"),
]
