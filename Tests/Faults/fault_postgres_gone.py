"""PostgreSQL gone for ten seconds, silent for ten, and restarted in the middle of load: nothing acknowledged is lost, people are
told what happens, and the server recovers by itself."""

import time

from harness import Book, Load, Officer, Server, until
from postgres import Cluster, Proxy


def run(house):
    chance, check = house.chance("gone"), house.checks
    cluster = Cluster(house, "gone-pg").make()
    proxy = Proxy(house, cluster.socket)
    server = Server(house, house.folder("gone", proxy.url())).start()
    officer = Officer(server)
    load = Load(officer, chance, threads=4)
    until(lambda: len(load.acknowledged) >= 5, "dossiers are taken in")

    proxy.close()
    until(lambda: load.answers, "somebody is told that the database is away")
    intake, answer = load.answers[0]
    check.equal(answer.status, 503, "the answer while the database is away")
    check.that(int(answer.headers["Retry-After"]) > 0, "it says when to come again")
    check.contains(answer.words, "mất liên lạc với nơi lưu dữ liệu", "the page says what happened")
    check.contains(answer.words, "Gửi lại", "and offers the form again")
    check.equal(answer.hidden("p_name"), intake.name, "with what was typed")
    check.equal(answer.hidden("_key"), intake.key, "under the same request key")
    english = server.get("/", **{"Accept-Language": "en"})
    check.that(english.status in (200, 503), "the first page answers")
    check.equal(server.get("/healthz").status, 200, "the process lives")
    check.equal(server.ready_words(), "not ready: the database cannot be reached", "/readyz tells")
    style = server.get(officer_style(answer), Cookie=f"mc-session={officer.cookies.get('mc-session', '')}")
    check.equal(style.status, 200, "the page's style is served without the database")
    # Ten seconds is the fault itself, not a wait for something.
    gone_at = time.monotonic()
    load.stopping.wait(10)
    load.stop()
    check.that(time.monotonic() - gone_at >= 10, "it was gone for ten seconds")
    check.equal(server.figure("motcua_storage_fault", kind="away"), 1, "/metrics shows it")

    proxy.open()
    until(lambda: server.readiness() == 200, "it recovers by itself")
    again = officer.again(answer, "/desk/intake/1.010041")
    check.that(again.status == 303, f"the button of the kept form works: {again.status} {again.words[:200]}")
    check.equal(again.headers.get("Location", "").startswith("/desk/intake/done/"), True, "and leads to the dossier")
    check.equal(len(server.lines("The database cannot be reached")), 1, "one line in the log, not a flood")
    check.equal(len(server.lines("The database works again")), 1, "and one when it is over")
    expected = ("Slow write", "] Security")
    plain = [
        line for line in server.log().splitlines() if " motcua: " in line and not any(one in line for one in expected)
    ]
    check.that(len(plain) <= 4, f"the log is short: {plain}")
    book = Book(sql=cluster.rows)
    house.nothing_lost(server, officer, load, book, "after ten seconds without PostgreSQL")

    load = Load(officer, chance, threads=4)
    until(lambda: len(load.acknowledged) >= 5, "dossiers are taken in")
    # A network that drops everything: nothing is refused and nothing ends; people wait, and nothing is lost.
    proxy.passes.clear()
    seen = len(load.acknowledged)
    load.stopping.wait(10)
    check.equal(server.get("/healthz").status, 200, "the process lives while the network is silent")
    check.that(len(load.acknowledged) <= seen + 4, "nothing is acknowledged that PostgreSQL has not kept")
    proxy.passes.set()
    until(lambda: len(load.acknowledged) >= seen + 5, "dossiers are taken in after the silence")
    load.stop()
    house.nothing_lost(server, officer, load, book, "after a silent network")

    load = Load(officer, chance, threads=4)
    until(lambda: len(load.acknowledged) >= 5, "dossiers are taken in")
    cluster.crash()
    until(lambda: load.answers, "somebody notices")
    cluster.start()
    seen = len(load.acknowledged)
    until(lambda: len(load.acknowledged) >= seen + 5, "dossiers are taken in after the restart")
    load.stop()
    house.nothing_lost(server, officer, load, book, "after PostgreSQL was restarted")
    check.equal(server.stop(), 0, "the server ends in order")
    house.is_whole(server, "after both")


def officer_style(page):
    start = page.body.index("/static/")
    return page.body[start:page.body.index('"', start)]
