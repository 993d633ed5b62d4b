"""The portal under a meter: two headers tell the process time and the queries of each request."""

import time

from django.core.wsgi import get_wsgi_application
from django.db import connection

from .headers import CPU_HEADER, QUERIES_HEADER

portal = get_wsgi_application()


def application(environ, start_response):
    """Answers as the portal does; the whole body is made before the first header goes out."""
    queries, head = 0, []

    def count(execute, sql, params, many, context):
        nonlocal queries
        queries += 1
        return execute(sql, params, many, context)

    started = time.process_time()
    with connection.execute_wrapper(count):
        response = portal(environ, lambda *given: head.extend(given))
        body = b"".join(response)
    response.close()
    seconds = time.process_time() - started
    status, headers, *_ = head
    meter = [(CPU_HEADER, f"{seconds:.6f}"), (QUERIES_HEADER, str(queries))]
    start_response(status, [*headers, *meter])
    return [body]
