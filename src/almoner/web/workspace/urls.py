from django.urls import path

from . import people, roles

app_name = "workspace"
urlpatterns = [
    path("people/", people.people, name="people"),
    path("people/invite/", people.invite, name="invite"),
    path("people/invitations/<str:reference>/withdraw/", people.withdraw, name="uninvite"),
    path("people/<str:reference>/", people.person, name="person"),
    path("people/<str:reference>/close/", people.close, name="close-person"),
    path("people/<str:reference>/reopen/", people.reopen, name="reopen-person"),
    path("people/<str:reference>/forget/", people.forget, name="forget-person"),
    path("people/<str:reference>/propose/", roles.propose, name="propose-role"),
    path("people/<str:reference>/depute/", roles.depute, name="propose-deputy"),
    path("roles/<str:reference>/decide/", roles.decide, name="decide-role"),
    path("roles/<str:reference>/withdraw/", roles.withdraw, name="withdraw-role"),
    path("roles/<str:reference>/confirm/", roles.confirm, name="confirm-role"),
    path("roles/<str:reference>/end/", roles.end, name="end-role"),
]
