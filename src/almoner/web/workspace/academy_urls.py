"""The addresses of the academy and of one's own training."""

from django.urls import path, re_path

from . import academy, attendance, courses, emergency_cover, team_training, training, workshops

COURSE = "academy/courses/<slug:code>/"
WORKSHOP = "academy/workshops/<slug:reference>/"
BOOKING = "training/bookings/<slug:reference>/"
CERTIFICATE = "academy/certificates/<slug:reference>/"
COVER = "academy/cover/<slug:reference>/"

academy_urls = [
    path("academy/", academy.academy, name="academy"),
    path("academy/gaps/", academy.gaps, name="training-gaps"),
    path("academy/gaps.csv", academy.gaps_csv, name="training-gaps-csv"),
    path("academy/my-team/", team_training.team_training, name="team-training"),
    path("academy/delivery/", academy.delivery, name="training-delivery"),
    path("academy/delivery.csv", academy.delivery_csv, name="training-delivery-csv"),
    path("academy/courses/new/", courses.begin, name="open-course"),
    path(COURSE, courses.course, name="course"),
    path(f"{COURSE}version/", courses.publish, name="publish-course"),
    path(f"{COURSE}book/", courses.book, name="book-course"),
    path(f"{COURSE}assessment/", courses.assessment, name="take-assessment"),
    path("academy/workshops/", workshops.workshops, name="workshops"),
    path("academy/workshops/new/<slug:code>/", workshops.plan, name="plan-workshop"),
    path(WORKSHOP, workshops.workshop, name="workshop"),
    path(f"{WORKSHOP}open/", workshops.open_it, name="open-workshop"),
    path(f"{WORKSHOP}change/", workshops.change, name="change-workshop"),
    path(f"{WORKSHOP}cancel/", workshops.cancel, name="cancel-workshop"),
    path(f"{WORKSHOP}book/", workshops.book, name="book-workshop"),
    path(f"{WORKSHOP}book-for/", workshops.book_for, name="book-workshop-for"),
    path(f"{WORKSHOP}attendance/", attendance.record, name="record-attendance"),
    re_path(
        r"^academy/workshops/(?P<reference>[-\w]+)/attendance\.(?P<kind>csv|xlsx)$",
        attendance.export,
        name="attendance-list",
    ),
    path(f"{WORKSHOP}attendance/list/", attendance.send_list, name="send-attendance"),
    path(f"{WORKSHOP}held/", attendance.close, name="close-workshop"),
    path(f"{WORKSHOP}certificates/", attendance.certify, name="issue-certificates"),
    path("academy/cover/", emergency_cover.covers, name="emergency-cover"),
    path("academy/cover/new/", emergency_cover.grant, name="grant-cover"),
    path(f"{COVER}end/", emergency_cover.end, name="end-cover"),
    path(CERTIFICATE, training.certificate, name="certificate"),
    path(f"{CERTIFICATE}name/", training.name, name="name-certificate"),
    path(f"{CERTIFICATE}revoke/", training.revoke, name="revoke-certificate"),
    path("training/", training.training, name="training"),
    path("training/calendar/", training.calendar_link, name="training-calendar-link"),
    path(f"{BOOKING}give-up/", training.give_up, name="give-up-place"),
    path(f"{BOOKING}evaluate/", training.evaluate, name="evaluate-workshop"),
    path(f"{BOOKING}workshop.ics", training.booking_ics, name="booking-ics"),
]
