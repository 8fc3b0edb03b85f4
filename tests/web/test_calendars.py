from datetime import UTC, date, datetime, timedelta, timezone

from almoner.web.calendars import Happening, calendar, escaped, folded

AT = datetime(2026, 3, 4, 13, 0, tzinfo=timezone(timedelta(hours=1)))
ONE = Happening("AGR-1-ends@wexmoor.test", date(2026, 12, 31), "Ends: a, b; c", "https://x.test/1/")


def lines(*happenings):
    text = calendar(happenings, name="Agreements", at=AT).decode()
    assert text.count("\n") == text.count("\r\n")
    return text.replace("\r\n ", "").split("\r\n")


def test_a_calendar_says_what_it_is_and_ends_every_line_as_the_standard_does():
    assert lines() == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Almoner//Almoner//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        "X-WR-CALNAME:Agreements",
        "END:VCALENDAR",
        "",
    ]


def test_a_happening_is_a_whole_day_stamped_in_universal_time():
    assert lines(ONE)[6:-2] == [
        "BEGIN:VEVENT",
        "UID:AGR-1-ends@wexmoor.test",
        "DTSTAMP:20260304T120000Z",
        "DTSTART;VALUE=DATE:20261231",
        "DTEND;VALUE=DATE:20270101",
        "SUMMARY:Ends: a\\, b\\; c",
        "URL:https://x.test/1/",
        "CLASS:PUBLIC",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def test_words_cannot_break_out_of_their_line():
    assert escaped("a\\b\r\nEND:VEVENT;,") == "a\\\\b\\nEND:VEVENT\\;\\,"


def test_a_long_line_goes_on_after_a_space_and_no_letter_is_cut():
    line = "SUMMARY:" + "é" * 100

    pieces = folded(line).split(b"\r\n")

    assert all(len(piece) <= 75 for piece in pieces)
    assert [piece[:1] for piece in pieces[1:-1]] == [b" "] * (len(pieces) - 2)
    assert b"".join([pieces[0], *(piece[1:] for piece in pieces[1:])]).decode() == line


def test_a_line_of_75_octets_is_whole_and_of_76_is_not():
    assert folded("x" * 75) == b"x" * 75 + b"\r\n"
    assert folded("x" * 76) == b"x" * 75 + b"\r\n x\r\n"


def test_the_stamp_is_of_the_moment_that_was_passed():
    assert (
        "DTSTAMP:20260101T000000Z"
        in calendar([ONE], name="A", at=datetime(2026, 1, 1, tzinfo=UTC)).decode()
    )
