"""A mail server of the smallest kind, on this machine: it takes letters, or refuses an address."""

import socketserver
from contextlib import contextmanager
from threading import Thread

ANSWERS = {"EHLO": b"250 hello", "HELO": b"250 hello", "MAIL": b"250 ok", "QUIT": b"221 bye"}


class Conversation(socketserver.StreamRequestHandler):
    def handle(self):
        self.say(b"220 postman")
        for line in self.rfile:
            verb = line[:4].decode().upper()
            if verb == "RCPT":
                self.say(b"550 no such person" if self.server.refuses in line else b"250 ok")
            elif verb == "DATA":
                self.say(b"354 go on")
                self.server.letters.append(self.letter())
                self.say(b"250 taken")
            else:
                self.say(ANSWERS.get(verb, b"250 ok"))

    def letter(self):
        lines = iter(self.rfile.readline, b".\r\n")
        return b"".join(lines).decode()

    def say(self, answer):
        self.wfile.write(answer + b"\r\n")


@contextmanager
def postman(*, refuses=b"nobody@"):
    """Gives the server: its `letters`, and its `server_address`."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Conversation) as server:
        server.letters, server.refuses = [], refuses
        at_work = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        at_work.start()
        try:
            yield server
        finally:
            server.shutdown()
            at_work.join()
