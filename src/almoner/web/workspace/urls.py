from django.urls import path

from . import home, ledger, outbox, people, roles, search, withholdings

app_name = "workspace"
urlpatterns = [
    path("", home.home, name="home"),
    path("search/", search.search, name="search"),
    path("outbox/", outbox.outbox, name="outbox"),
    path("outbox/<slug:reference>/", outbox.message, name="message"),
    path("outbox/<slug:reference>/send-again/", outbox.send_again, name="send-message-again"),
    path("outbox/<slug:reference>/cancel/", outbox.cancel, name="cancel-message"),
    path("ledger/", ledger.ledger, name="ledger"),
    path("access-log/", ledger.access_log, name="access-log"),
    path("withholdings/", withholdings.withholdings, name="withholdings"),
    path("withholdings/propose/", withholdings.propose, name="propose-withholding"),
    path("withholdings/<slug:reference>/", withholdings.withholding, name="withholding"),
    path("withholdings/<slug:reference>/decide/", withholdings.decide, name="decide-withholding"),
    path("withholdings/<slug:reference>/keep/", withholdings.keep, name="keep-withholding"),
    path("withholdings/<slug:reference>/lift/", withholdings.lift, name="lift-withholding"),
    path(
        "withholdings/<slug:reference>/addresses.txt",
        withholdings.addresses,
        name="withheld-addresses",
    ),
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
