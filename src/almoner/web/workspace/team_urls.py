"""The addresses of teams."""

from django.urls import path

from . import teams

TEAM = "teams/<slug:reference>/"
PERSON = f"{TEAM}people/<slug:person>/"

team_urls = [
    path("teams/", teams.teams, name="teams"),
    path("teams/new/", teams.set_up, name="set-up-team"),
    path(TEAM, teams.team, name="team"),
    path(f"{TEAM}history/", teams.history, name="team-history"),
    path(f"{TEAM}rename/", teams.rename, name="rename-team"),
    path(f"{TEAM}join/", teams.join, name="join-team"),
    path(f"{TEAM}close/", teams.close, name="close-team"),
    path(f"{PERSON}leave/", teams.leave, name="leave-team"),
    path(f"{PERSON}lead/", teams.lead, name="lead-team"),
    path(f"{PERSON}step-down/", teams.step_down, name="step-down-team"),
]
