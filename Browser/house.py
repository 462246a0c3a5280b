"""What every journey uses: a browser, visitors with clean sheets, and checks that are counted."""

import re
import subprocess
import tempfile
import unicodedata
import urllib.parse
from contextlib import contextmanager
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe

PASSWORD = "mot-cua-hoa-binh"
PHONE = {"width": 360, "height": 780}
DESK = {"width": 1440, "height": 900}


class Failed(Exception):
    """A step without which the journey cannot go on."""


class Checks:
    """Counts what was checked; a failed check is told at once and the journey goes on."""

    def __init__(self):
        self.passed = 0
        self.failed = []
        self.journey = ""

    def that(self, truth, what):
        if truth:
            self.passed += 1
        else:
            self.failed.append(f"{self.journey}: {what}")
            print(f"FAILED {self.journey}: {what}", flush=True)
        return bool(truth)

    def equal(self, found, wanted, what):
        return self.that(found == wanted, f"{what}: {found!r}, not {wanted!r}")

    def contains(self, text, part, what):
        found = part.lower() in flat(text).lower()
        return self.that(found, what if found else f"{what}: no “{part}” in “{flat(text)[:600]}”")


def flat(text):
    """One line, composed letters."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", text or "")).strip()


class House:
    """The running site, the browser and the checks."""

    def __init__(self, address, browser, checks):
        self.address = address
        self.browser = browser
        self.checks = checks
        self.axe = Axe()
        # Addresses already looked at in English, without what differs from visit to visit.
        self.english = set()
        # Everything people typed and every cookie: none of it may stand in the server's log.
        self.secrets = set()

    @contextmanager
    def visitor(self, name="", scripts=True, size=None):
        """Somebody with a browser of their own."""
        context = self.browser.new_context(
            viewport=size or {"width": 1280, "height": 900}, java_script_enabled=scripts, locale="vi-VN",
            accept_downloads=True,
        )
        context.set_default_timeout(15_000)
        visitor = Visitor(self, context, name or "citizen", scripts)
        try:
            yield visitor
            visitor.in_english()
            self.checks.equal(visitor.complaints, [], f"{visitor.name}: the browser's console is empty")
        finally:
            context.close()

    @contextmanager
    def officer(self, log_in, scripts=True, size=None):
        """An officer who has signed in by typing name and password."""
        with self.visitor(log_in, scripts, size) as visitor:
            visitor.sign_in(log_in)
            yield visitor


class Visitor:
    """One person at one browser. `look` holds the page that is open to what every page must hold."""

    def __init__(self, house, context, name, scripts=True):
        self.house = house
        self.context = context
        self.checks = house.checks
        self.name = name
        self.scripts = scripts
        self.page = context.new_page()
        self.complaints = []
        self.seen = []
        self.page.on("console", self._console)
        self.page.on("request", self._request)
        self.page.on("pageerror", lambda error: self.complaints.append(f"{self.page.url}: {error}"))

    def _request(self, request):
        body = request.post_data_buffer or b""
        for value in sent_values(body.decode("utf-8", "replace")):
            if is_personal(value):
                self.house.secrets.add(value)
        query = urllib.parse.urlsplit(request.url).query
        self.house.secrets.update(value for _, value in urllib.parse.parse_qsl(query) if is_personal(value))
        self.house.secrets.update(one["value"] for one in self.context.cookies() if len(one["value"]) >= 16)

    def _console(self, message):
        # A page that answers 4xx is told as an error too; the journeys check those pages themselves.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.complaints.append(f"{self.page.url}: {message.text}")

    # Going about

    def goto(self, path):
        answer = self.page.goto(path if path.startswith("http") else self.house.address + path)
        return answer.status

    def open(self, path, what=None):
        """Opens a page that must be there and looks at it."""
        self.checks.equal(self.goto(path), 200, f"{path} is there for {self.name}")
        self.look(what or path)

    def sign_in(self, log_in):
        self.goto("/sign-in")
        self.page.get_by_label("Tên đăng nhập").fill(log_in)
        self.page.locator("input[type=password]").fill(PASSWORD)
        self.page.get_by_role("button", name="Đăng nhập").click()
        if "/desk" not in self.page.url:
            raise Failed(f"{log_in} cannot sign in: {self.page.url} {self.text()[:300]}")

    def press(self, name):
        """Presses the button or link of that name."""
        button = self.page.get_by_role("main").get_by_role("button", name=name, exact=True)
        if button.count() == 0:
            button = self.page.get_by_role("main").get_by_role("link", name=name, exact=True)
        if button.count() == 0:
            raise Failed(f"{self.name} finds nothing named “{name}” on {self.page.url}: {self.text()[:800]}")
        button.first.click()
        self.page.wait_for_load_state()

    def tick(self, field, value):
        self.page.locator(f"input[name={field}][value='{value}']").check()

    def fill(self, field, value):
        self.page.locator(f"[name={field}]:not([type=hidden])").fill(value)

    def text(self, part="main"):
        return flat(self.page.locator(part).first.inner_text())

    def value(self, field):
        return self.page.locator(f"[name={field}]").first.input_value()

    # What every page must hold

    def look(self, what):
        """axe finds nothing, nothing is wider than a small telephone, there is one title."""
        here = re.sub(r"^https?://[^/]+", "", self.page.url)
        with self._measured() as page:
            self._axe(page, f"{what} ({here})")
            self._narrow(page, f"{what} ({here})")
            self.checks.equal(page.locator("h1").count(), 1, f"{what} ({here}) has one heading of the first rank")
        self.seen.append(self.page.url)

    @contextmanager
    def _measured(self):
        """The page on which axe can run. Where scripts are off it is the same page, held in a browser of its own
        that loads none of the site's scripts."""
        if self.scripts:
            yield self.page
            return
        url, content = self.page.url, self.page.content()
        context = self.house.browser.new_context(viewport=self.page.viewport_size, locale="vi-VN")
        try:
            page = context.new_page()
            page.route("**/*.js*", lambda route: route.abort())
            page.route(url.split("#")[0], lambda route: route.fulfill(body=content, content_type="text/html"))
            page.goto(url)
            yield page
        finally:
            context.close()

    def _axe(self, page, what):
        results = self.house.axe.run(page, options={"resultTypes": ["violations"]})
        told = []
        for one in results.response["violations"]:
            nodes = [" ".join(map(str, node["target"])) for node in one["nodes"][:3]]
            told.append(f"{one['id']} at {nodes}: {one['nodes'][0]['failureSummary'][:220]}")
        self.checks.equal(told, [], f"axe on {what}")

    def _narrow(self, page, what):
        before = page.viewport_size
        page.set_viewport_size(PHONE)
        wide = page.evaluate(
            """() => {
              const width = document.scrollingElement.scrollWidth;
              if (width <= window.innerWidth) return "";
              const inside = (node) => { for (let one = node.parentElement; one; one = one.parentElement)
                if (getComputedStyle(one).overflowX !== "visible") return true; return false; };
              const out = [...document.querySelectorAll("body *")]
                .filter((one) => one.getBoundingClientRect().right > window.innerWidth + 1 && !inside(one));
              return width + ": " + out.slice(0, 4).map((one) => one.tagName + "." + one.className).join(", ");
            }"""
        )
        self.checks.equal(wide, "", f"{what} is not wider than 360 px")
        page.set_viewport_size(before)

    def in_english(self):
        """Looks at the pages again in the other language."""
        for url in dict.fromkeys(self.seen):
            key = re.sub(r"[0-9A-Za-z_-]{20,}", "ID", url)
            if key in self.house.english:
                continue
            self.house.english.add(key)
            answer = self.page.goto(url + ("&" if "?" in url else "?") + "lang=en")
            if answer.status != 200:
                # The address of a form that was refused has no page of its own, or the turn has passed.
                continue
            path = re.sub(r"^https?://[^/]+", "", url)
            self.checks.equal(self.page.locator("html").get_attribute("lang"), "en", f"{path} is in English")
            with self._measured() as page:
                self._axe(page, f"{path} in English")
                self._narrow(page, f"{path} in English")

    # Paper

    def pdf(self, path):
        """The text of a PDF that this visitor may fetch."""
        answer = self.context.request.get(path if path.startswith("http") else self.house.address + path)
        self.checks.equal(answer.status, 200, f"{path} is there")
        self.checks.equal(answer.headers.get("content-type"), "application/pdf", f"{path} is a PDF")
        return pdf_text(answer.body())


def sent_values(body):
    """The values of a form, whichever way it was sent."""
    if "Content-Disposition: form-data" in body:
        return re.findall(r'Content-Disposition: form-data; name="[^"]*"\r\n\r\n(.*?)\r\n--', body, re.S)
    return [value for _, value in urllib.parse.parse_qsl(body)]


def is_personal(value):
    """Names, numbers, passwords, tokens: not the words of a choice, not the ids that the log may hold."""
    if re.fullmatch(r"[a-z]{3}_\S+", value) or re.fullmatch(r"[\d/.:-]{1,10}", value):
        return False
    return len(value) >= 6 and (" " in value or sum(c.isdigit() for c in value) >= 6 or "-" in value)


def check_log(checks, secrets, path):
    """The log of the whole run, with every request in it, holds nothing that anybody sent."""
    lines = unicodedata.normalize("NFC", Path(path).read_text(encoding="utf-8", errors="replace")).split("\n")
    # A demo begins by telling its log-ins and its password of all.
    log = "\n".join(one for one in lines if not re.match(r"Demo |  \S+\.\S+ {2,}|Một Cửa: ", one))
    checks.that("http.route" in log and "event=signedIn" in log, "the log tells of requests and of signing in")
    checks.that(len(secrets) > 100, f"much was typed in the whole run ({len(secrets)} texts)")
    for secret in sorted(secrets):
        forms = {secret, urllib.parse.quote(secret), urllib.parse.quote_plus(secret)}
        found = [one for one in forms if one in log]
        checks.that(not found, f"the log does not hold “{secret[:40]}”")


def pdf_text(data):
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "paper.pdf"
        file.write_bytes(data)
        done = subprocess.run(["pdftotext", "-layout", str(file), "-"], capture_output=True, check=True)
    return unicodedata.normalize("NFC", done.stdout.decode())


def small_pdf():
    """A result file: one empty page."""
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\n"
        b"trailer<</Root 1 0 R>>\n%%EOF\n"
    )
