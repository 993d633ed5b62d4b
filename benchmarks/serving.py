"""gunicorn with one worker on a free port of 127.0.0.1, and what one GET of it cost."""

import contextlib
import http.client
import os
import re
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from .headers import CPU_HEADER, QUERIES_HEADER

ROOT = Path(__file__).resolve().parent.parent
START_SECONDS = 30


class NotServed(Exception):
    """A page that is measured did not answer 200, or did not show the newest data."""


@dataclass(frozen=True)
class Answer:
    status: int
    cpu: float
    queries: int
    body: bytes
    etag: str = ""


@dataclass(frozen=True)
class Server:
    port: int
    log: Path
    pid: int

    def get(self, path: str, session_key: str, etag: str = "") -> Answer:
        """`etag`: of the page that the reader's browser has kept."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        with contextlib.closing(line):
            kept = {"If-None-Match": etag} if etag else {}
            line.request("GET", path, headers={"Cookie": f"sessionid={session_key}", **kept})
            reply = line.getresponse()
            return Answer(
                reply.status,
                float(reply.headers.get(CPU_HEADER, "nan")),
                int(reply.headers.get(QUERIES_HEADER, -1)),
                reply.read(),
                reply.headers.get("ETag", ""),
            )

    def get_ok(self, path: str, session_key: str, shows: str = "") -> Answer:
        """The answer of a page that must come, and show `shows`."""
        answer = self.get(path, session_key)
        if answer.status != 200:
            raise NotServed(f"{path}: HTTP {answer.status}; {self.reason()}")
        if shows.encode() not in answer.body:
            raise NotServed(f"{path}: không có số vừa đổi ({shows})")
        return answer

    def worker_memory(self) -> int:
        """Bytes of the one worker's resident memory."""
        (worker,) = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()
        status = Path(f"/proc/{worker}/status").read_text()
        return int(re.search(r"^VmRSS:\s+(\d+) kB$", status, re.MULTILINE)[1]) * 1024

    def reason(self) -> str:
        """The last line with an error in the server's log."""
        lines = self.log.read_text(encoding="utf-8", errors="replace").splitlines()
        faults = [line for line in lines if '"exception"' in line or "Error" in line]
        return faults[-1][:600] if faults else "nhật ký không ghi lỗi"


@contextlib.contextmanager
def serving(folder: Path, name: str, environment: dict[str, str]):
    """Yields the running Server and stops it afterwards."""
    log = folder / f"{name}.log"
    with socket.create_server(("127.0.0.1", 0)) as door, log.open("wb") as sink:
        port, fd = door.getsockname()[1], door.fileno()
        process = subprocess.Popen(
            [
                *(sys.executable, "-m", "gunicorn", "benchmarks.wsgi:application"),
                *("--config", "python:benchmarks.gunicorn_conf", "--bind", f"fd://{fd}"),
                *("--workers", "1", "--worker-class", "sync", "--log-level", "warning"),
                *("--worker-tmp-dir", str(folder), "--no-control-socket"),
            ],
            cwd=ROOT,
            env={**os.environ, **environment},
            stdin=subprocess.PIPE,
            stdout=sink,
            stderr=sink,
            pass_fds=(fd,),
        )
    server = Server(port, log, process.pid)
    try:
        wait_for(server, process)
        yield server
    finally:
        process.stdin.close()  # gunicorn_conf ends the server, as it does when this process dies
        with contextlib.suppress(ProcessLookupError):
            process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def wait_for(server: Server, process) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        with contextlib.suppress(OSError, http.client.HTTPException):
            if server.get("/healthz", "").status == 200:
                return
        time.sleep(0.1)
    raise RuntimeError(f"gunicorn không chạy được: {server.log.read_text()[-2000:]}")
