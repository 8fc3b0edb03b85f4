"""The addresses of controls, actions and risks."""

from django.urls import path

from . import action_days, actions, controls, risk_registers, risks

ACTION = "actions/<slug:reference>/"
RISK = "risks/<slug:reference>/"

assurance_urls = [
    path("controls/", controls.controls, name="controls"),
    path("controls/<slug:code>/", controls.control, name="control"),
    path("actions/", actions.actions, name="actions"),
    path("actions/overdue/", actions.overdue, name="overdue-actions"),
    path("actions/new/", actions.begin, name="open-action"),
    path(ACTION, actions.action, name="action"),
    path(f"{ACTION}progress/", actions.progress, name="note-progress"),
    path(f"{ACTION}done/", actions.finish, name="finish-action"),
    path(f"{ACTION}verify/", actions.verify, name="verify-action"),
    path(f"{ACTION}send-back/", actions.send_back, name="send-action-back"),
    path(f"{ACTION}move/", actions.move, name="move-action"),
    path(f"{ACTION}another-day/", action_days.propose, name="propose-action-day"),
    path(f"{ACTION}another-day/decide/", action_days.decide, name="decide-action-day"),
    path(f"{ACTION}hand-over/", actions.hand_over, name="hand-action-over"),
    path(f"{ACTION}drop/", actions.drop, name="drop-action"),
    path("risks/", risks.risks, name="risks"),
    path("risks/new/", risks.begin, name="record-risk"),
    path("risks/movement/", risk_registers.movement, name="risk-movement"),
    path("risks/programmes/<slug:code>/", risk_registers.programme, name="risk-programme"),
    path(RISK, risks.risk, name="risk"),
    path(f"{RISK}review/", risks.review, name="review-risk"),
    path(f"{RISK}accept/", risks.accept, name="accept-risk"),
    path(f"{RISK}close/", risks.close, name="close-risk"),
]
