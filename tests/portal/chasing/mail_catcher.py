"""A real SMTP server in a thread: it keeps what it is told and refuses whom it is told to."""

import contextlib
import email
import email.policy
import socketserver
import threading
from dataclasses import dataclass, field


@dataclass
class Caught:
    port: int = 0
    messages: list = field(default_factory=list)
    recipients: list[list[str]] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)
    hang_up_on: set[str] = field(default_factory=set)


class Session(socketserver.StreamRequestHandler):
    def say(self, line):
        self.wfile.write(f"{line}\r\n".encode())

    def handle(self):
        caught, to = self.server.caught, []
        self.say("220 catcher")
        while line := self.rfile.readline():
            verb = line.decode().strip()
            upper = verb.upper()
            if upper.startswith(("EHLO", "HELO", "MAIL FROM", "RSET", "NOOP")):
                to = [] if upper.startswith(("MAIL", "RSET")) else to
                self.say("250 ok")
            elif upper.startswith("RCPT TO"):
                address = verb.partition("<")[2].partition(">")[0]
                if address in caught.hang_up_on:
                    return
                if address in caught.refused:
                    self.say(f"550 no such box {address}")
                else:
                    to.append(address)
                    self.say("250 ok")
            elif upper == "DATA":
                self.say("354 go on")
                self.keep(caught, to)
                self.say("250 kept")
            elif upper == "QUIT":
                self.say("221 bye")
                return
            else:
                self.say("502 what")

    def keep(self, caught, to):
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line[1:] if line.startswith(b"..") else line)
        policy = email.policy.default
        caught.messages.append(email.message_from_bytes(b"".join(lines), policy=policy))
        caught.recipients.append(to)


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


@contextlib.contextmanager
def mail_catcher():
    """Yields what the server catches; its port is in it."""
    with Server(("127.0.0.1", 0), Session) as server:
        server.caught = Caught(port=server.server_address[1])
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield server.caught
        finally:
            server.shutdown()
            thread.join()
