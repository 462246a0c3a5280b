"""Starts nginx and Caddy with the files of deploy/ and sees with curl what visitors get."""
import http.server
import os
import re
import socket
import subprocess
import threading
import time

NAME = "motcua.example.gov.vn"


def free_port():
    with socket.socket() as place:
        place.bind(("127.0.0.1", 0))
        return place.getsockname()[1]


def listens(port):
    for _ in range(150):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return True
        except OSError:
            time.sleep(0.1)
    return False


class Seen:
    """Counts what held, and says what did not."""

    def __init__(self, who, failed):
        self.who, self.failed, self.count = who, failed, 0

    def that(self, holds, what):
        if not holds:
            raise self.failed(f"{self.who}: {what}")
        self.count += 1


def curl(port, path, *more, scheme="https"):
    done = subprocess.run(
        ["curl", "--silent", "--insecure", "--include", "--max-time", "20", "--resolve", f"{NAME}:{port}:127.0.0.1",
         *more, f"{scheme}://{NAME}:{port}{path}"],
        capture_output=True, text=True, errors="replace",
    )
    return done.stdout.replace("\r", "")


def status(answer):
    found = re.findall(r"^HTTP/\S+ (\d+)", answer, re.M)
    return found[-1] if found else ""


def certificate(folder):
    folder.mkdir(parents=True, exist_ok=True)
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={NAME}",
         "-keyout", folder / "privkey.pem", "-out", folder / "fullchain.pem"],
        check=True, capture_output=True,
    )


class Nginx:
    """The site of deploy/motcua.nginx on other ports, over these servers."""

    def __init__(self, where, name, servers):
        self.folder = where.work / name
        self.folder.mkdir()
        self.port, self.plain = free_port(), free_port()
        certificate(where.work / "etc/motcua/tls")
        site = (where.work / "deploy/motcua.nginx").read_text()
        upstream = "".join(f"    server 127.0.0.1:{port} max_fails=1 fail_timeout=3s;\n" for port in servers)
        site = re.sub(r"    server 127\.0\.0\.1:\d+;\n", upstream, site)
        site = re.sub(r"^ *listen \[::\].*\n", "", site, flags=re.M)
        site = site.replace("listen 443", f"listen 127.0.0.1:{self.port}").replace("listen 80;", f"listen 127.0.0.1:{self.plain};")
        site = site.replace("/var/log/nginx", str(self.folder)).replace("rate=20r/s", "rate=2000r/s")
        (self.folder / "site").write_text(site)
        temporary = "".join(
            f"    {kind}_temp_path {self.folder}/{kind};\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        user = "user root;\n" if os.getuid() == 0 else ""
        (self.folder / "nginx.conf").write_text(
            f"{user}daemon off;\npid {self.folder}/pid;\nevents {{}}\nhttp {{\n{temporary}    include {self.folder}/site;\n}}\n"
        )
        self.arguments = ["nginx", "-p", str(self.folder), "-e", str(self.folder / "error"), "-c", str(self.folder / "nginx.conf")]

    def __enter__(self):
        test = subprocess.run([*self.arguments, "-t"], capture_output=True, text=True)
        if test.returncode != 0:
            raise RuntimeError(test.stderr)
        self.process = subprocess.Popen(self.arguments, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        listens(self.port)
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(timeout=20)

    @property
    def log(self):
        return (self.folder / "motcua.log").read_text()


def visitors(seen, port, log):
    """What every proxy of ours must do."""
    page = curl(port, "/")
    seen.that(status(page) == "200", f"GET / is {status(page)}")
    seen.that(re.search(r"^strict-transport-security: max-age=31536000", page, re.M | re.I), "no HSTS")
    cookies = re.findall(r"^set-cookie: (.*)$", curl(port, "/sign-in"), re.M | re.I)
    seen.that(cookies and all("__Host-" in it and "Secure" in it for it in cookies), f"cookies {cookies}")
    seen.that(re.search(r"^content-security-policy: default-src 'none'", page, re.M | re.I), "no policy")
    seen.that(status(curl(port, "/metrics")) == "404", "/metrics is there")
    body = "@" + str(seen.body)
    taken = status(curl(port, "/sign-in", "--data-binary", body, "--header", "Expect:"))
    seen.that(taken == "413", f"26 MB are answered with {taken}")
    curl(port, "/track/bimat")
    curl(port, "/find?q=nguyenvanbimat")
    for _ in range(50):
        if "/find" in log():
            break
        time.sleep(0.1)
    seen.that("/find" in log(), "the path is not in the log")
    seen.that("bimat" not in log(), "the query, or a ticket, stands in the log")
    seen.that("/track/" in log(), "the ticket's page is not in the log")


def nginx(where, failed):
    seen = Seen("nginx", failed)
    seen.body = where.work / "large"
    seen.body.write_bytes(b"x" * (26 << 20))
    with Nginx(where, "nginx", [where.port]) as proxy:
        visitors(seen, proxy.port, lambda: proxy.log)
        plain = curl(proxy.plain, "/", scheme="http")
        seen.that(status(plain) == "301" and f"https://{NAME}/" in plain, "http is not sent to https")
    for _ in range(100):
        figures = subprocess.run(["curl", "-s", f"http://127.0.0.1:{where.port}/metrics"], capture_output=True, text=True).stdout
        # The first duties run a moment after the start.
        if "motcua_duties_total" in figures:
            break
        time.sleep(0.2)
    held = "motcua_http_requests_total" in figures and "motcua_duties_total" in figures
    seen.that(held, "no figures on the machine itself")
    return seen.count + forwarding(where, failed)


def forwarding(where, failed):
    """Who the visitor is, and that a request is passed on only when it is whole: with a server that notes both."""
    seen, noted = Seen("nginx", failed), []

    class Note(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            noted.append((self.path, self.headers.get_all("X-Forwarded-For")))
            self.send_response(204)
            self.end_headers()

        do_POST = do_GET

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Note)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with Nginx(where, "nginx-note", [server.server_address[1]]) as proxy:
        curl(proxy.port, "/a", "--header", "X-Forwarded-For: 6.6.6.6", "--http1.1")
        seen.that(noted == [("/a", ["127.0.0.1"])], f"the server was told {noted}")
        slow = subprocess.Popen(
            ["curl", "-sk", "--http1.1", "--resolve", f"{NAME}:{proxy.port}:127.0.0.1", "-T", "-", "-X", "POST",
             f"https://{NAME}:{proxy.port}/slow"],
            stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
        )
        slow.stdin.write(b"half of it")
        slow.stdin.flush()
        curl(proxy.port, "/b")
        seen.that([path for path, _ in noted] == ["/a", "/b"], f"half a request was passed on: {noted}")
        slow.stdin.close()
        slow.wait(timeout=20)
        seen.that([path for path, _ in noted] == ["/a", "/b", "/slow"], f"the whole request was not passed on: {noted}")
    server.shutdown()
    return seen.count


def caddy(where, failed):
    """The Caddyfile with an authority of its own, on another port."""
    seen, folder = Seen("Caddy", failed), where.work / "caddy"
    seen.body = where.work / "large"
    folder.mkdir()
    port = free_port()
    text = (where.work / "deploy/Caddyfile").read_text().replace("/var/log/caddy", str(folder))
    (folder / "plain").write_text(text)
    text = text.replace("{\n\tservers", "{\n\tadmin off\n\tskip_install_trust\n\tauto_https disable_redirects\n\tservers", 1)
    text = text.replace(f"{NAME} {{", f"https://{NAME}:{port} {{\n\ttls internal", 1)
    (folder / "Caddyfile").write_text(text)
    environment = dict(os.environ, HOME=str(folder), XDG_DATA_HOME=str(folder), XDG_CONFIG_HOME=str(folder))
    test = subprocess.run(
        ["caddy", "validate", "--adapter", "caddyfile", "--config", folder / "plain"],
        capture_output=True, text=True, env=environment,
    )
    seen.that(test.returncode == 0, test.stderr)
    process = subprocess.Popen(
        ["caddy", "run", "--adapter", "caddyfile", "--config", folder / "Caddyfile"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment,
    )
    try:
        listens(port)
        for _ in range(100):
            if status(curl(port, "/")) == "200":
                break
            time.sleep(0.1)
        log = folder / "motcua.log"
        visitors(seen, port, lambda: log.read_text() if log.exists() else "")
    finally:
        process.terminate()
        process.wait(timeout=20)
    return seen.count


def pair(where, failed, wait):
    """Two servers over one PostgreSQL: each is started anew while visitors come, and nobody sees it."""
    seen, servers = Seen("two servers", failed), {}

    def start(name):
        servers[name] = (subprocess.Popen(
            [where.work / "bin/motcua", "serve", "--data", where.work / f"var/lib/motcua-{name}", "--listen",
             f"127.0.0.1:{ports[name]}", "--public-url", f"https://{NAME}", "--trusted-proxy", "127.0.0.1"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=where.environment,
        ))
        wait(f"http://127.0.0.1:{ports[name]}/readyz")

    ports = {"a": free_port(), "b": free_port()}
    answers, ended = [], threading.Event()
    try:
        start("a")
        start("b")
        with Nginx(where, "nginx-pair", ports.values()) as proxy:
            def visit():
                while not ended.is_set():
                    answers.append(status(curl(proxy.port, "/")))

            visitors = [threading.Thread(target=visit) for _ in range(3)]
            for it in visitors:
                it.start()
            for name in ("a", "b"):
                before = len(answers)
                servers[name].terminate()
                servers[name].wait(timeout=30)
                while len(answers) < before + 10:
                    time.sleep(0.05)
                start(name)
                # Until nginx asks it again: the time for which a server that failed is left out.
                time.sleep(4)
            ended.set()
            for it in visitors:
                it.join()
        seen.that(len(answers) >= 20 and set(answers) == {"200"}, f"{len(answers)} answers, {sorted(set(answers))}")
    finally:
        ended.set()
        for server in servers.values():
            server.terminate()
            server.wait(timeout=30)
    return seen.count
