"""What every fault test uses: a real server on a real folder, an officer at its pages, and checks that are counted."""

import html
import http.client
import itertools
import os
import random
import re
import signal
import socket
import sqlite3
import subprocess
import threading
import time
import urllib.parse
from pathlib import Path

PASSWORD = "mot-cua-hoa-binh"
RESIDENCE = "/desk/intake/1.010041"
ROOT = Path(__file__).resolve().parents[2]


class Failed(Exception):
    """A step without which the test cannot go on."""


class Skipped(Exception):
    """The machine cannot make this fault; it says why, and counts as skipped, never as passed."""


class Checks:
    def __init__(self):
        self.passed, self.failed, self.skipped, self.name = 0, [], [], ""

    def that(self, truth, what):
        if truth:
            self.passed += 1
        else:
            self.failed.append(f"{self.name}: {what}")
            print(f"FAILED {self.name}: {what}", flush=True)
        return bool(truth)

    def equal(self, found, wanted, what):
        return self.that(found == wanted, f"{what}: {found!r}, not {wanted!r}")

    def contains(self, text, part, what):
        return self.that(part in text, f"{what}: no {part!r} in {text[-500:]!r}")


def until(condition, what, seconds=60):
    """Waits for a condition. The bound is for a machine that is stuck; no test is about how long it takes."""
    end = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > end:
            raise Failed(f"waited {seconds} s for: {what}")
        time.sleep(0.02)


def free_port():
    with socket.socket() as it:
        it.bind(("127.0.0.1", 0))
        return it.getsockname()[1]


class Answer:
    def __init__(self, response):
        self.status = response.status
        self.headers = response.headers
        self.body = response.read().decode("utf-8", "replace")

    @property
    def words(self):
        return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]*>", " ", self.body)))

    def hidden(self, name):
        found = re.findall(rf'name="{name}" value="([^"]*)"', self.body)
        return html.unescape(found[-1]) if found else None


class Server:
    """`motcua serve` on a folder. Its log goes to a file, which outlives a kill."""

    def __init__(self, house, data, port=None, env=None, user=None):
        self.house, self.data, self.port = house, Path(data), port or free_port()
        self.address = f"127.0.0.1:{self.port}"
        self.log_path = Path(str(data) + ".log")
        self.env, self.user, self.process = env or {}, user, None

    def start(self, ready=True):
        command = [str(self.house.motcua), "serve", "--data", str(self.data), "--listen", self.address]
        if self.user:
            command = ["setpriv", f"--reuid={self.user}", f"--regid={self.user}", "--clear-groups"] + command
        log = open(self.log_path, "ab")
        self.process = subprocess.Popen(
            command, stdout=log, stderr=log, env={**os.environ, **self.env}, start_new_session=True
        )
        log.close()
        self.house.servers.append(self)
        if ready:
            until(lambda: self.is_over() or self.readiness() == 200, "the server is ready", 120)
            if self.is_over():
                raise Failed("the server did not start: " + self.log()[-800:])
        return self

    def is_over(self):
        return self.process.poll() is not None

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self):
        """An orderly end; gives the exit code."""
        if self.process and not self.is_over():
            self.process.terminate()
            try:
                self.process.wait(30)
            except subprocess.TimeoutExpired:
                self.kill()
        return self.process.returncode if self.process else None

    def log(self):
        return self.log_path.read_text(errors="replace") if self.log_path.exists() else ""

    def lines(self, part):
        return [line for line in self.log().splitlines() if part in line]

    def get(self, path, timeout=60, source=None, **headers):
        connection = http.client.HTTPConnection(
            "127.0.0.1", self.port, timeout=timeout, source_address=(source, 0) if source else None
        )
        try:
            connection.request("GET", path, headers={"Accept": "text/html", **headers})
            return Answer(connection.getresponse())
        finally:
            connection.close()

    def readiness(self):
        try:
            return self.get("/readyz", timeout=60).status
        except OSError:
            return None

    def ready_words(self):
        return self.get("/readyz").body.strip()

    def figure(self, name, **labels):
        """The value of one figure; None when it is not there."""
        for line in self.get("/metrics").body.splitlines():
            key, _, value = line.rpartition(" ")
            if key.split("{")[0] == name and all(f'{k}="{v}"' in key for k, v in labels.items()):
                return float(value)
        return None

    def memory(self):
        """Kilobytes the process holds."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+)", status).group(1))


class Officer:
    """Somebody at the desk: a session, and the forms of its pages."""

    def __init__(self, server, log_in="lan.tiepnhan", source=None):
        self.server, self.cookies, self.source = server, {}, source
        page = self.get("/sign-in")
        fields = {"_csrf": page.hidden("_csrf"), "_key": page.hidden("_key"), "name": log_in, "password": PASSWORD}
        answer = self.post("/sign-in", fields)
        if answer.status != 303:
            raise Failed(f"{log_in} could not sign in: {answer.status} {answer.words[:300]}")
        self.csrf = self.get(RESIDENCE).hidden("_csrf")
        if not self.csrf:
            raise Failed(f"{log_in} has no intake page")

    def send(self, method, path, body=None, headers=None, timeout=60):
        connection = http.client.HTTPConnection(
            "127.0.0.1", self.server.port, timeout=timeout,
            source_address=(self.source, 0) if self.source else None,
        )
        try:
            cookie = "; ".join(f"{k}={v}" for k, v in self.cookies.items())
            connection.request(
                method, path, body=body, headers={"Accept": "text/html", "Cookie": cookie, **(headers or {})}
            )
            response = connection.getresponse()
            for line in response.headers.get_all("Set-Cookie") or []:
                name, _, value = line.split(";")[0].partition("=")
                self.cookies[name] = value
            return Answer(response)
        finally:
            connection.close()

    def get(self, path, **more):
        return self.send("GET", path, **more)

    def post(self, path, fields, **more):
        body = urllib.parse.urlencode(fields)
        return self.send("POST", path, body, {"Content-Type": "application/x-www-form-urlencoded"}, **more)

    def again(self, page, path):
        """Presses the button of a page that kept the form."""
        form = re.search(r"<form[^>]*>(.*?)</form>", page.body[page.body.index("<main"):], re.S)
        if not form:
            raise Failed(f"the page offers no form: {page.status} {page.words[:300]}")
        form = form.group(1)
        pairs = [
            (html.unescape(n), html.unescape(v))
            for n, v in re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', form)
        ]
        pairs += [
            (html.unescape(n), html.unescape(v))
            for n, v in re.findall(r'<textarea name="([^"]*)" hidden>\n(.*?)</textarea>', form, re.S)
        ]
        return self.post(path, pairs)

    def take_in(self, intake, **more):
        """Sends the intake; the id of its dossier when it was acknowledged, else the answer."""
        answer = self.post(RESIDENCE, intake.fields(self.csrf), **more)
        if answer.status == 303 and "/done/" in answer.headers["Location"]:
            intake.id = answer.headers["Location"].rsplit("/", 1)[1]
            return intake.id
        return answer

    def shows(self, intake):
        """Whether the intake's own page is there, with the person's name."""
        page = self.get("/desk/intake/done/" + intake.id)
        return page.status == 200 and intake.name in page.words


class Intake:
    """One person with one request, and the request key of the form."""

    serials = itertools.count(1)

    def __init__(self, chance):
        # A number nobody else has: six digits by chance would meet among a thousand people.
        self.number = f"017185{next(Intake.serials) * 7919 % 900000:06d}"
        self.key = "".join(chance.choice("0123456789abcdef") for _ in range(32))
        # A name nobody else has: letters only, or the desk would ask whether two records are one person.
        word = "".join(chance.choice("abcdeghiklmnopqrstuvxy") for _ in range(12))
        self.name = "Bùi " + word.capitalize()
        self.day = f"{chance.randint(1, 28)}/{chance.randint(1, 12)}/{chance.randint(1950, 2000)}"
        self.id = None

    def fields(self, csrf):
        return {
            "_csrf": csrf, "_key": self.key, "p_kind": "citizen", "p_name": self.name, "p_birth": self.day,
            "p_sex": "female", "p_idkind": "citizen", "p_number": self.number, "p_phone": "",
            "p_address": "Tổ 5, phường Quỳnh Lâm, tỉnh Hòa Bình", "channel": "counter", "delivery": "counter",
            "sets": "1", "copies": "1", "pay": "later", "capacity": "oneself", "paper_0": "in",
            "paper_0_form": "original", "paper_0_count": "1", "do": "accept",
        }


class Load:
    """Officers who take dossiers in, all at once, each form under its own key, until they are told to stop."""

    def __init__(self, officer, chance, threads=4):
        self.officer, self.chance = officer, chance
        self.lock = threading.Lock()
        self.acknowledged, self.unsure, self.refused = [], [], []
        # Every refusal that was shown, whatever came of it later.
        self.answers = []
        self.stopping = threading.Event()
        self.threads = [threading.Thread(target=self._work, daemon=True) for _ in range(threads)]
        for thread in self.threads:
            thread.start()

    def _work(self):
        while not self.stopping.is_set():
            with self.lock:
                intake = Intake(self.chance)
            # Who was told to wait sends the same form again after a while, as a person does.
            while not self.send(intake) and not self.stopping.wait(0.25):
                pass

    def send(self, intake):
        """Whether it was acknowledged. Until then it stands among those without an answer, or the refused."""
        try:
            answer = self.officer.take_in(intake)
        except (OSError, http.client.HTTPException):
            answer = None
        with self.lock:
            self.unsure = [it for it in self.unsure if it is not intake]
            self.refused = [it for it in self.refused if it[0] is not intake]
            if isinstance(answer, str):
                self.acknowledged.append(intake)
            elif answer is None:
                self.unsure.append(intake)
            else:
                self.refused.append((intake, answer))
                self.answers.append((intake, answer))
        return isinstance(answer, str)

    def stop(self):
        self.stopping.set()
        for thread in self.threads:
            thread.join(90)
        return self


class Book:
    """The data as the disk holds them, read beside the server."""

    def __init__(self, server=None, sql=None):
        self.server, self.sql = server, sql

    def rows(self, statement):
        if self.sql:
            return self.sql(statement)
        connection = sqlite3.connect(f"file:{self.server.data}/motcua.sqlite?mode=ro", uri=True, timeout=30)
        try:
            return [tuple(str(cell) for cell in row) for row in connection.execute(statement)]
        finally:
            connection.close()

    def dossiers_by_name(self):
        """How many dossiers each person of the load handed in."""
        statement = (
            "SELECT person.name, count(*) FROM dossier JOIN person ON person.id = dossier.submitter "
            "WHERE person.name LIKE 'Bùi %' GROUP BY person.name"
        )
        return {name: int(count) for name, count in self.rows(statement)}


class House:
    """The program, a place to work in, and what must be tidied up at the end."""

    def __init__(self, work, motcua, seed, cycles):
        self.work, self.motcua, self.seed, self.cycles = Path(work), Path(motcua), seed, cycles
        self.checks, self.servers, self.endings = Checks(), [], []
        self.template = None

    def chance(self, name):
        return random.Random(f"{self.seed} {name}")

    def run(self, *arguments, user=None):
        command = [str(self.motcua), *map(str, arguments)]
        if user:
            command = ["setpriv", f"--reuid={user}", f"--regid={user}", "--clear-groups"] + command
        return subprocess.run(command, capture_output=True, text=True, timeout=600)

    def folder(self, name, database=None):
        """A fresh data folder with a small demo in it: units, officers, a few dossiers."""
        path = self.work / name
        arguments = ["demo", "--data", path, "--keys", f"{path}-keys", "--dossiers", 20, "--seed", 7, "--quiet"]
        if database:
            arguments += ["--database", database]
        elif self.template:
            # A copy of the first one: the same demo would only be built again.
            subprocess.run(["cp", "-a", self.template, path], check=True)
            subprocess.run(["cp", "-a", f"{self.template}-keys", f"{path}-keys"], check=True)
            settings = path / "settings.json"
            settings.write_text(settings.read_text().replace(f"{self.template}-keys", f"{path}-keys"))
            return path
        made = self.run(*arguments)
        if made.returncode:
            raise Failed(f"the demo was not built: {made.stdout} {made.stderr}")
        if not database:
            self.template = self.work / "template"
            subprocess.run(["cp", "-a", path, self.template], check=True)
            subprocess.run(["cp", "-a", f"{path}-keys", f"{self.template}-keys"], check=True)
            settings = self.template / "settings.json"
            settings.write_text(settings.read_text().replace(f"{path}-keys", f"{self.template}-keys"))
        return path

    def is_whole(self, server, what):
        """The book verifies and the tables are what the book says."""
        for arguments in (["register", "verify"], ["register", "rebuild", "--check"]):
            it = self.run(*arguments, "--data", server.data, "--language", "en", "--quiet")
            self.checks.that(it.returncode == 0, f"{what}: {' '.join(arguments)}: {it.stdout[-600:]} {it.stderr[-600:]}")

    def nothing_lost(self, server, officer, load, book, what):
        """Every acknowledged intake is there and none twice; whoever got no answer sends the same form once more."""
        for intake in load.unsure + [intake for intake, _ in load.refused]:
            answer = officer.take_in(intake)
            self.checks.that(isinstance(answer, str), f"{what}: the same form sent again is answered: {answer!r}")
        everyone = load.acknowledged + load.unsure + [intake for intake, _ in load.refused]
        counts = book.dossiers_by_name()
        wrong = {intake.name: counts.get(intake.name, 0) for intake in everyone if counts.get(intake.name, 0) != 1}
        self.checks.equal(wrong, {}, f"{what}: of {len(everyone)} intakes each is one dossier")
        unseen = [intake.id for intake in everyone if not officer.shows(intake)]
        self.checks.equal(unseen, [], f"{what}: each can be read")
        ids = [intake.id for intake in everyone]
        self.checks.equal(len(set(ids)), len(ids), f"{what}: each has an id of its own")

    def tidy(self):
        for server in self.servers:
            if server.process and not server.is_over():
                server.kill()
        for ending in reversed(self.endings):
            ending()
