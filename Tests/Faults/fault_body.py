"""A body of 10 MB where 16 kB are allowed: 413 before it has come, the connection is closed, memory stays flat."""

import socket

from harness import Intake, Officer, Server


def answer_of(connection):
    data = b""
    while chunk := connection.recv(65536):
        data += chunk
    return data.decode("utf-8", "replace")


def run(house):
    check, chance = house.checks, house.chance("body")
    server = Server(house, house.folder("body")).start()
    officer = Officer(server)
    before = server.memory()
    head = "POST /sign-in HTTP/1.1\r\nHost: motcua\r\nAccept: text/html\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    # Announced: it is refused on its head alone, while nothing of the body has been sent.
    with socket.create_connection(("127.0.0.1", server.port), timeout=60) as it:
        it.sendall((head + f"Content-Length: {200 * 1024 * 1024}\r\n\r\n").encode())
        it.settimeout(60)
        first = it.recv(65536).decode("utf-8", "replace")
        check.that(first.startswith("HTTP/1.1 413"), f"413 before the body has come: {first[:40]!r}")
        check.contains(first.lower(), "connection: close", "the answer says that the connection ends")
        # What is sent nevertheless is thrown away, and the connection is closed.
        sent, ended = 0, None
        while not ended and sent < 64 * 1024 * 1024:
            try:
                it.sendall(bytes(64 * 1024))
                sent += 64 * 1024
            except OSError as error:
                ended = error
        # Standing still would be no end: the bound of this socket is then what ends it.
        check.that(ended and not isinstance(ended, TimeoutError), f"the connection is closed: {ended!r} after {sent}")
    # Not announced: in pieces, until it is too much.
    with socket.create_connection(("127.0.0.1", server.port), timeout=60) as it:
        it.sendall((head + "Transfer-Encoding: chunked\r\n\r\n").encode())
        piece = b"1000\r\n" + b"a" * 4096 + b"\r\n"
        try:
            for _ in range(10 * 1024 * 1024 // 4096):
                it.sendall(piece)
            it.sendall(b"0\r\n\r\n")
        except OSError:
            pass
        text = answer_of(it)
        check.that(text.startswith("HTTP/1.1 413"), f"413 for a body in pieces: {text[:40]!r}")
    # A client that sends all before it listens still gets its answer.
    body = "name=" + "a" * (10 * 1024 * 1024)
    answers = [officer.send("POST", "/sign-in", body, {"Content-Type": "application/x-www-form-urlencoded"})
               for _ in range(10)]
    check.equal([it.status for it in answers], [413] * 10, "ten times 10 MB")
    check.contains(answers[0].words, "quá lớn", "the page says what happened")
    grown = server.memory() - before
    check.that(grown < 60 * 1024, f"memory grew by {grown} kB for 110 MB")
    check.that(isinstance(officer.take_in(Intake(chance)), str), "the desk goes on")
    check.equal(server.get("/healthz").status, 200, "the server lives")
