"""The log: one JSON line for each event on standard error. Never a token, never an answer."""

import logging
import sys
from contextlib import suppress

import structlog


class _StandardError:
    """Standard error as it is when a line is written. A log that nobody reads fails no request."""

    def write(self, text: str) -> None:
        with suppress(OSError, ValueError):
            sys.stderr.write(text)

    def flush(self) -> None:
        with suppress(OSError, ValueError):
            sys.stderr.flush()


def start_logging(level: int = logging.INFO) -> None:
    """Write events of that level and above as JSON lines."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.WriteLoggerFactory(_StandardError()),  # type: ignore[arg-type] # all that it uses
        cache_logger_on_first_use=False,
    )
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING)
