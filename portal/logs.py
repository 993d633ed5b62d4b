"""One JSON object a line on standard error, without personal data.

A line holds the time, the level, the logger, the message and, when it is about a request, its id,
method, path (no query string: people search by name), status, duration and the user's number. Of an
exception it holds the type and the places it passed, not its message: a database error quotes the
row it refused.
"""

import json
import logging
import re
import time
import traceback
import uuid
from datetime import UTC, datetime

SAFE_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")

log = logging.getLogger("portal.request")


class JsonLines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            **self._about_request(record),
        }
        if record.exc_info and record.exc_info[0]:
            kind, _, trace = record.exc_info
            line["exception"] = f"{kind.__module__}.{kind.__qualname__}"
            line["at"] = [
                f"{frame.filename}:{frame.lineno} {frame.name}"
                for frame in traceback.extract_tb(trace)
            ]
        return json.dumps(line, ensure_ascii=False)

    @staticmethod
    def _about_request(record: logging.LogRecord) -> dict:
        request = getattr(record, "request", None)
        about = {
            "request_id": getattr(request, "id", None),
            "method": getattr(request, "method", None),
            "path": path_of(request),
            "status": getattr(record, "status_code", None),
            "ms": getattr(record, "ms", None),
            # Only a user that the request has already loaded: a log line must not cost a query.
            "user_id": getattr(getattr(request, "_cached_user", None), "pk", None),
        }
        return {name: value for name, value in about.items() if value is not None}


def path_of(request) -> str | None:
    """The address without what opens something by itself: a mailed link's token is its pattern."""
    match = getattr(request, "resolver_match", None)
    if match and "token" in match.kwargs:
        return f"/{match.route}"
    return getattr(request, "path", None)


class RequestLog:
    """Names each request (X-Request-ID, from the proxy or made here) and logs its end."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        given = request.headers.get("X-Request-ID", "")
        request.id = given if SAFE_REQUEST_ID.fullmatch(given) else uuid.uuid4().hex
        started = time.perf_counter()
        response = self.get_response(request)
        response["X-Request-ID"] = request.id
        log.info(
            "request",
            extra={
                "request": request,
                "status_code": response.status_code,
                "ms": round((time.perf_counter() - started) * 1000, 1),
            },
        )
        return response
