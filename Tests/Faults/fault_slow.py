"""Five hundred clients that send a byte now and then: the desk answers meanwhile, and they are shown the door."""

import http.client
import selectors
import socket
import threading

from harness import Intake, Officer, Server, until

SLOW = 500


class Crowd:
    """Connections that send a byte now and then, from the given addresses, in the head or in the body of a request."""

    def __init__(self, server, addresses, start):
        self.open, self.closed = [], 0
        self.done = threading.Event()
        for number in range(SLOW):
            it = socket.socket()
            it.settimeout(60)
            it.bind((addresses[number % len(addresses)], 0))
            it.connect(("127.0.0.1", server.port))
            it.setblocking(False)
            try:
                it.send(start)
            except OSError:
                pass
            self.open.append(it)
        self.thread = threading.Thread(target=self._trickle, daemon=True)
        self.thread.start()

    def _trickle(self):
        while not self.done.wait(0.5):
            for it in list(self.open):
                try:
                    it.send(b"a")
                    it.recv(4096)
                    self.closed += 1
                    it.close()
                    self.open.remove(it)
                except BlockingIOError:
                    pass
                except OSError:
                    self.closed += 1
                    it.close()
                    self.open.remove(it)

    def end(self):
        self.done.set()
        self.thread.join()
        for it in self.open:
            it.close()


def run(house):
    check, chance = house.checks, house.chance("slow")
    server = Server(house, house.folder("slow")).start()
    officer = Officer(server, source="127.0.0.2")
    heads = b"GET / HTTP/1.1\r\nHost: motcua\r\nX-Slow: "
    bodies = (
        b"POST /sign-in HTTP/1.1\r\nHost: motcua\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        b"Content-Length: 9000\r\n\r\nname="
    )
    many = [f"127.0.{number // 200 + 1}.{number % 200 + 1}" for number in range(SLOW)]
    for what, addresses, start in [
        ("heads from one address", ["127.0.0.9"], heads),
        ("bodies from 500 addresses", many, bodies),
    ]:
        crowd = Crowd(server, addresses, start)
        taken = [officer.take_in(Intake(chance)) for _ in range(5)]
        check.that(all(isinstance(it, str) for it in taken), f"{what}: the desk takes dossiers in meanwhile")
        check.equal(server.get("/", source="127.0.0.3").status, 200, f"{what}: so do the citizens' pages")
        if len(addresses) == 1:
            refused = server.figure("motcua_connections_refused_total", reason="crowded")
            check.equal(refused, SLOW - 300, f"{what}: one address has 300 and no more")
        until(lambda: not crowd.open, f"{what}: all are closed by the server", 120)
        check.equal(crowd.closed, SLOW, f"{what}: closed")
        crowd.end()
    check.that(server.figure("motcua_connections_refused_total", reason="slow") >= SLOW + 300, "/metrics counts them")
    check.that(len(server.lines("client was too slow")) <= 3, "the log says so once a minute, not five hundred times")
    check.equal(server.lines("Unexpected error"), [], "a client that goes away is no error of the server")
    # Whoever comes afterwards finds the door open.
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    connection.request("GET", "/healthz")
    check.equal(connection.getresponse().status, 200, "an honest client is served")
    connection.close()
    check.equal(server.stop(), 0, "the server ends in order")
