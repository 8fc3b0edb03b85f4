"""Logs: one line of JSON for each thing that happened, on the error stream, with no person in it.

A line may name a person by their reference, and a request by its id. It never holds a name, an
address of theirs, or what a link was given to keep secret.
"""

import logging.config
import re
from typing import Any

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

# Links that let somebody in carry a token: a long run of letters, never a public reference.
TOKEN = re.compile(r"(?<=/)[^/.?\s]{20,}")
QUERY = re.compile(r"\?\S*")
# What PostgreSQL adds to an error: the values that were at fault, so often somebody's.
DETAIL = re.compile(r"^(DETAIL|CONTEXT):.*$", re.MULTILINE)
QUIET = {"handlers": [], "level": "WARNING", "propagate": True}


def scrub(_logger: WrappedLogger, _method: str, line: EventDict) -> EventDict:
    """Take out of a line what could tell who asked, or open a door."""
    line.pop("user_agent", None)
    if "request" in line:
        line["request"] = without_secrets(str(line["request"]))
    # Others write addresses into their sentences: Django, of a form that was refused.
    line["event"] = TOKEN.sub("…", str(line["event"]))
    return line


def scrub_exception(_logger: WrappedLogger, _method: str, line: EventDict) -> EventDict:
    """Take the values at fault out of a database's complaint."""
    if "exception" in line:
        line["exception"] = TOKEN.sub("…", DETAIL.sub(r"\1: …", str(line["exception"])))
    return line


def without_secrets(address: str) -> str:
    return TOKEN.sub("…", QUERY.sub("?…", address))


SHARED: list[Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    scrub,
]


def configuration(level: str) -> dict[str, Any]:
    """The settings of Python's logging."""
    render = [
        structlog.stdlib.ProcessorFormatter.remove_processors_meta,
        structlog.processors.format_exc_info,
        scrub_exception,
        structlog.processors.JSONRenderer(sort_keys=True, ensure_ascii=False),
    ]
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "json": {
                "()": structlog.stdlib.ProcessorFormatter,
                "processors": render,
                "foreign_pre_chain": [structlog.stdlib.ExtraAdder(allow=[]), *SHARED],
            }
        },
        "handlers": {
            # Here too, since libraries set levels of their own on their loggers.
            "stderr": {"class": "logging.StreamHandler", "formatter": "json", "level": level},
            "nowhere": {"class": "logging.NullHandler"},
        },
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            "django": QUIET,
            # django-structlog writes the same, with the request's id and without its secrets.
            "django.request": {**QUIET, "handlers": ["nowhere"], "propagate": False},
            # They tell each step of drawing a PDF.
            "weasyprint": QUIET,
            "fontTools": QUIET,
            "gunicorn.error": {**QUIET, "level": level},
        },
    }


def configure(given: dict[str, Any]) -> None:
    """Set up both kinds of logging; Django calls it with its LOGGING."""
    logging.config.dictConfig(configuration(given["level"]))
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *SHARED,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
