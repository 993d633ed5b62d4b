"""A real gunicorn on the test's database, and people who post to it over HTTP."""

import contextlib
import http.client
import os
import socket
import subprocess
import sys
import time
import urllib.parse
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.test import Client

from . import factories as make

ROOT = Path(__file__).resolve().parent.parent
TOKEN = "c" * 32


@dataclass(frozen=True)
class Served:
    port: int
    process: subprocess.Popen

    def ask(self, method, path, session, fields=()):
        """(status, body) of one request of its own connection."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        with contextlib.closing(line):
            headers = {"Cookie": f"sessionid={session}; csrftoken={TOKEN}"}
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            body = urllib.parse.urlencode({"csrfmiddlewaretoken": TOKEN, **dict(fields)})
            line.request(method, path, body=body if method == "POST" else None, headers=headers)
            reply = line.getresponse()
            return reply.status, reply.read().decode()

    def workers(self) -> list[int]:
        pid = self.process.pid
        return [int(p) for p in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def session_of(user) -> str:
    return make.sign_in(Client(), user).cookies["sessionid"].value


@contextlib.contextmanager
def served(folder: Path, *, workers: int, threads: int):
    """Yields the running server and stops it, whatever happens."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.settings_served",
        "SERVED_VENDOR": connection.vendor,
        "SERVED_DATABASE": str(connection.settings_dict["NAME"]),
        "SERVED_TODAY": settings.DEMO_TODAY.isoformat(),
    }
    with (
        socket.create_server(("127.0.0.1", 0), backlog=64) as door,
        (folder / "gunicorn.log").open("wb") as sink,
    ):
        port, fd = door.getsockname()[1], door.fileno()
        process = subprocess.Popen(
            [
                *(sys.executable, "-m", "gunicorn", "portal.wsgi:application"),
                *("--config", "python:benchmarks.gunicorn_conf", "--bind", f"fd://{fd}"),
                *("--workers", str(workers), "--threads", str(threads), "--timeout", "60"),
                *("--worker-tmp-dir", str(folder), "--no-control-socket"),
            ],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=sink,
            stderr=sink,
            pass_fds=(fd,),
        )
        try:
            server = Served(port, process)
            wait_for(server, folder)
            yield server
        finally:
            process.stdin.close()  # gunicorn_conf ends the server, as when this process dies
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def wait_for(server: Served, folder: Path) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until and server.process.poll() is None:
        with contextlib.suppress(OSError, http.client.HTTPException):
            if server.ask("GET", "/healthz", "")[0] == 200:
                return
        time.sleep(0.1)
    raise RuntimeError((folder / "gunicorn.log").read_text()[-2000:])
