"""A real PostgreSQL of our own, and a proxy before it that can lose things on purpose."""

import os
import re
import socket
import subprocess
import threading
from pathlib import Path

from harness import ROOT, Failed, Skipped, until


def program(name):
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda it: int(it.parts[4]))
    if not found:
        raise Skipped("PostgreSQL is not installed")
    return str(found[-1])


def as_owner(*command, check=True):
    """PostgreSQL does not run as root: root becomes the user postgres."""
    if os.geteuid() == 0:
        command = ("runuser", "-u", "postgres", "--", *command)
    done = subprocess.run(command, capture_output=True, text=True, cwd="/", stdin=subprocess.DEVNULL)
    if check and done.returncode:
        raise Failed(f"{command}: {done.stdout} {done.stderr}")
    return done.stdout


class Cluster:
    """One PostgreSQL server; `socket` is the folder of its socket."""

    def __init__(self, house, name):
        # As root it belongs to the user postgres, who must be able to walk to it.
        for folder in (house.work, *house.work.parents):
            if os.geteuid() == 0 and folder != Path("/") and not folder.stat().st_mode & 0o001:
                folder.chmod(folder.stat().st_mode | 0o011)
        self.folder = house.work / name
        self.script = str(ROOT / "scripts" / "postgres.sh")
        self.data, self.socket = self.folder / "data", None
        house.endings.append(self.remove)

    def make(self):
        made = subprocess.run([self.script, "start", self.folder], capture_output=True, text=True)
        if made.returncode:
            raise Failed(f"PostgreSQL does not start: {made.stderr}")
        self.socket = re.search(r"host=([^&]*)", made.stdout).group(1).replace("%20", " ").replace("%25", "%")
        return self

    def url(self):
        return f"postgresql:///postgres?host={self.socket}&user=motcua"

    def remove(self):
        subprocess.run([self.script, "stop", self.folder], capture_output=True)

    def control(self, *arguments):
        return as_owner(program("pg_ctl"), "-D", str(self.data), *arguments)

    def crash(self):
        """All its processes end at once, as by `kill -9`."""
        self.control("stop", "-m", "immediate", "-w")

    def start(self):
        return subprocess.run([self.script, "start", self.folder], capture_output=True, text=True, check=True)

    def rows(self, statement):
        out = as_owner(program("psql"), "-h", str(self.socket), "-U", "motcua", "-At", "-F", "\t", "-c", statement,
                       "postgres")
        return [tuple(line.split("\t")) for line in out.splitlines()]

    def standby(self, house, name):
        """A copy that follows this one; this one answers a commit only when the copy has it too."""
        copy = Cluster(house, name)
        copy.folder.mkdir()
        copy.socket = copy.folder / "socket"
        copy.socket.mkdir()
        if os.geteuid() == 0:
            for it in (copy.folder, copy.socket):
                subprocess.run(["chown", "postgres", it], check=True)
        as_owner(program("pg_basebackup"), "-h", str(self.socket), "-U", "motcua", "-D", str(copy.data), "-R", "-X",
                 "stream", "--checkpoint=fast")
        copy.control("-o", f"-c listen_addresses='' -k {copy.socket} -c fsync=off -c max_connections=1000", "-l",
                     str(copy.folder / "log"), "-w", "start")
        self.rows("ALTER SYSTEM SET synchronous_standby_names = '*'")
        self.rows("SELECT pg_reload_conf()")
        until(lambda: self.rows("SELECT sync_state FROM pg_stat_replication") == [("sync",)], "the copy follows")
        return copy


class Proxy:
    """Passes bytes between the server and PostgreSQL, and can be told to lose them.

    `cut(key, forward)` waits for the writing connection when it carries `key` (a request key, in the insert that remembers it) and
    then sends COMMIT. With `forward` the commit is passed on and its answer awaited and thrown away; without, it never
    arrives. Either way the connection ends there.
    """

    def __init__(self, house, socket_folder):
        self.target = str(Path(socket_folder) / ".s.PGSQL.5432")
        self.lock = threading.Lock()
        self.pairs, self.listener, self.port = set(), None, 0
        # Set while bytes pass; cleared, they are held back as by a network that drops everything.
        self.passes = threading.Event()
        self.passes.set()
        self.armed = None
        self.was_cut = threading.Event()
        self.open()
        house.endings.append(self.close)

    def url(self):
        return f"postgresql://motcua@127.0.0.1:{self.port}/postgres?sslmode=disable&gssencmode=disable"

    def open(self):
        self.listener = socket.create_server(("127.0.0.1", self.port), backlog=100)
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._accept, args=(self.listener,), daemon=True).start()

    def close(self):
        """Nobody answers any more: every connection ends, and new ones are refused."""
        if self.listener:
            listener, self.listener = self.listener, None
            listener.shutdown(socket.SHUT_RDWR)
            listener.close()
        with self.lock:
            pairs, self.pairs = self.pairs, set()
        for pair in pairs:
            self._end(pair)

    def cut(self, key, forward):
        self.was_cut.clear()
        self.armed = (key.encode(), forward)

    def _end(self, pair):
        with self.lock:
            self.pairs.discard(pair)
        for it in pair:
            try:
                it.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
            it.close()

    def _accept(self, listener):
        while True:
            try:
                client, _ = listener.accept()
            except OSError:
                return
            server = socket.socket(socket.AF_UNIX)
            try:
                server.connect(self.target)
            except OSError:
                client.close()
                continue
            pair = (client, server)
            with self.lock:
                self.pairs.add(pair)
            state = {"seen": b"", "writes": False, "carries": False, "losing": False}
            threading.Thread(target=self._up, args=(pair, state), daemon=True).start()
            threading.Thread(target=self._down, args=(pair, state), daemon=True).start()

    def _up(self, pair, state):
        client, server = pair
        try:
            while data := client.recv(65536):
                seen = state["seen"][-200:] + data
                state["seen"] = seen
                # The lock is taken by the connection that writes; those that read carry the key too.
                state["writes"] = state["writes"] or b"pg_advisory_xact_lock" in seen
                if self.armed and state["writes"] and self.armed[0] in seen:
                    state["carries"] = True
                if state["carries"] and self.armed and b"COMMIT\0" in data:
                    forward = self.armed[1]
                    self.armed = None
                    if not forward:
                        break
                    # From here on nothing goes back; the answer is waited for below, so that the commit is done.
                    state["losing"] = True
                self.passes.wait()
                server.sendall(data)
        except OSError:
            pass
        if not state["losing"]:
            self._end(pair)
            if state["carries"]:
                self.was_cut.set()

    def _down(self, pair, state):
        client, server = pair
        try:
            while data := server.recv(65536):
                if state["losing"]:
                    state["seen"] = state["seen"][-100:] + data
                    if b"COMMIT\0" in data:
                        break
                    continue
                self.passes.wait()
                client.sendall(data)
        except OSError:
            pass
        self._end(pair)
        if state["losing"]:
            self.was_cut.set()
