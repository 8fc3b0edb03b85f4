"""The addresses of boards, their meetings, and the items of their agendas."""

from django.urls import path

from . import agenda_acts, agenda_items, board_acts, boards, meeting_acts, meetings, minute_acts

BOARD = "boards/<slug:reference>/"
MEETING = "meetings/<slug:reference>/"
ITEM = "meetings/items/<slug:reference>/"

board_urls = [
    path("boards/", boards.boards, name="boards"),
    path("boards/calendar/", boards.board_calendar, name="board-calendar"),
    path("boards/mine.ics", boards.my_meetings_ics, name="my-meetings-ics"),
    path("boards/set-up/", board_acts.set_up, name="set-up-board"),
    path(BOARD, boards.board, name="board"),
    path(f"{BOARD}as-at/", boards.board_as_at, name="board-as-at"),
    path(f"{BOARD}meetings.ics", boards.board_ics, name="board-ics"),
    path(f"{BOARD}revise/", board_acts.revise, name="revise-board"),
    path(f"{BOARD}seats/", board_acts.seat, name="seat-member"),
    path(f"{BOARD}seats/<slug:person>/end/", board_acts.unseat, name="unseat-member"),
    path(f"{BOARD}plan/", board_acts.plan, name="plan-meeting"),
    path(f"{BOARD}plan/year/", board_acts.plan_year, name="plan-meetings"),
    path(f"{BOARD}dissolve/", board_acts.dissolve, name="dissolve-board"),
    path(ITEM, agenda_items.item, name="agenda-item"),
    path(f"{ITEM}change/", agenda_acts.change, name="change-item"),
    path(f"{ITEM}move/", agenda_acts.move, name="move-item"),
    path(f"{ITEM}withdraw/", agenda_acts.withdraw, name="withdraw-item"),
    path(f"{ITEM}files/", agenda_acts.add_file, name="add-item-file"),
    path(f"{ITEM}files/<slug:file>/remove/", agenda_acts.remove_file, name="remove-item-file"),
    path(f"{ITEM}ask/", agenda_acts.ask, name="ask-question"),
    path(f"{ITEM}questions/<int:number>/", agenda_acts.answer, name="answer-question"),
    path(f"{ITEM}interest/", agenda_acts.declare, name="declare-interest"),
    path(f"{ITEM}interests/<slug:person>/", agenda_acts.rule, name="rule-on-interest"),
    path(f"{ITEM}minute/", minute_acts.minute, name="write-minute"),
    path(f"{ITEM}confirm/", minute_acts.confirm, name="confirm-minute"),
    path(f"{ITEM}action/", minute_acts.open_action, name="open-item-action"),
    path(MEETING, meetings.meeting, name="meeting"),
    path(f"{MEETING}pack.pdf", meetings.pack, name="meeting-pack"),
    path(f"{MEETING}as-at/", meetings.meeting_as_at, name="meeting-as-at"),
    path(f"{MEETING}minutes/", meetings.minutes, name="meeting-minutes"),
    path(f"{MEETING}minutes.pdf", meetings.minutes_pdf, name="meeting-minutes-pdf"),
    path(f"{MEETING}minutes/agree/", meeting_acts.agree, name="agree-minutes"),
    path(f"{MEETING}apologies/", meeting_acts.apologies, name="send-apologies"),
    path(f"{MEETING}propose/", meeting_acts.propose, name="propose-items"),
    path(f"{MEETING}add/", meeting_acts.add, name="add-item"),
    path(f"{MEETING}move/", meeting_acts.move, name="move-meeting"),
    path(f"{MEETING}cancel/", meeting_acts.cancel, name="cancel-meeting"),
    path(f"{MEETING}call/", meeting_acts.call, name="call-meeting"),
    path(f"{MEETING}hold/", meeting_acts.hold, name="hold-meeting"),
    path(f"{MEETING}presence/", meeting_acts.presence, name="record-presence"),
]
