import json
import logging
import subprocess
import sys

import pytest
import structlog

from almoner.core.logs import configuration, scrub, scrub_exception, without_secrets


@pytest.mark.parametrize(
    ("address", "written"),
    [
        ("GET /spend/?q=Lena+Ortiz", "GET /spend/?…"),
        (
            "GET /account/password/reset/key/1-cabc12-0123456789abcdef0123456789abcdef/",
            "GET /account/password/reset/key/…/",
        ),
        ("GET /account/join/Zm9vYmFyYmF6cXV4cXV1eA", "GET /account/join/…"),
        ("POST /workspace/decisions/PCD-2026-014/sign/", None),
        ("GET /people/PER-7QX2MHW4PC/", None),
        ("GET /spend/2026-04.csv", None),
    ],
)
def test_a_log_keeps_what_was_asked_and_no_secret_of_it(address, written):
    assert without_secrets(address) == (written or address)


def test_a_log_does_not_say_which_browser_asked():
    line = {"event": "request_finished", "request": "GET /", "user_agent": "Mozilla/5.0"}

    assert scrub(None, "info", line) == {"event": "request_finished", "request": "GET /"}


SPEAKING = """
import logging, structlog
from almoner.core.logs import configure
configure({"level": "INFO"})
structlog.contextvars.bind_contextvars(request_id="R1")
structlog.get_logger("almoner").info("it_happened", request="GET /?token=secret")
logging.getLogger("elsewhere").warning("%s lines", 3)
logging.getLogger("elsewhere").debug("unheard")
logging.getLogger("django.request").warning("said already")
try:
    1 / 0
except ZeroDivisionError:
    logging.getLogger("elsewhere").exception("it failed")
"""


def test_every_line_is_json_whoever_wrote_it():
    said = subprocess.run(
        [sys.executable, "-c", SPEAKING], capture_output=True, text=True, check=True
    )

    ours, theirs, failure = [json.loads(line) for line in said.stderr.splitlines()]
    assert said.stdout == ""
    assert (ours["event"], ours["request"], ours["level"]) == ("it_happened", "GET /?…", "info")
    assert (theirs["event"], theirs["logger"], theirs["request_id"]) == (
        "3 lines",
        "elsewhere",
        "R1",
    )
    assert failure["exception"].endswith("ZeroDivisionError: division by zero")


def test_gunicorn_speaks_through_the_same_handler():
    said = configuration("INFO")["loggers"]["gunicorn.error"]

    assert said == {"handlers": [], "level": "INFO", "propagate": True}
    assert logging.getLogger("gunicorn.error")
    assert structlog.is_configured()


def test_a_log_keeps_no_secret_that_stands_in_somebody_elses_sentence():
    said = "Forbidden (CSRF token missing.): /account/join/Zm9vYmFyYmF6cXV4cXV1eA/"

    line = scrub(None, "warning", {"event": said})

    assert line["event"] == "Forbidden (CSRF token missing.): /account/join/…/"


def test_a_log_leaves_out_the_values_that_a_database_complains_of():
    said = "IntegrityError: duplicate key\nDETAIL:  Key (email)=(lena@example.test) already exists."

    line = scrub_exception(None, "error", {"event": "it failed", "exception": said})

    assert line["exception"] == "IntegrityError: duplicate key\nDETAIL: …"
