"""A duty that throws every time: it backs off, it is shown, and it stops no other. The seal of a book that was tampered
with is such a duty."""

import sqlite3

from harness import Intake, Officer, Server, until


OTHERS = ["access.forgetSessions", "clock.recompute", "dossiers.coverAbsent", "storage.forgetKeys"]


def change(server, statement, *values):
    connection = sqlite3.connect(server.data / "motcua.sqlite", timeout=30)
    connection.execute(statement, values)
    connection.commit()
    connection.close()


def run(house):
    check, chance = house.checks, house.chance("duty")
    server = Server(house, house.folder("duty"))
    officer = Officer(server.start())
    check.that(isinstance(officer.take_in(Intake(chance)), str), "a dossier is taken in")
    until(lambda: server.figure("motcua_duties_total", duty="register.seal", ended="well"), "the book is sealed")
    server.stop()
    connection = sqlite3.connect(server.data / "motcua.sqlite")
    number, signature = connection.execute(
        "SELECT number, signature FROM sealed_head ORDER BY number DESC LIMIT 1"
    ).fetchone()
    connection.close()
    change(server, "UPDATE sealed_head SET signature = ? WHERE number = ?", bytes(64), number)
    change(server, "UPDATE duty SET next_at = 0")
    server.start()
    check.that(isinstance(officer.take_in(Intake(chance)), str), "dossiers are taken in all the same")
    until(lambda: (server.figure("motcua_duty_failures", duty="register.seal") or 0) >= 2, "it is tried again", 90)
    for other in OTHERS:
        until(lambda: server.figure("motcua_duties_total", duty=other, ended="well"), f"{other} runs", 30)
        check.equal(server.figure("motcua_duty_failures", duty=other), 0, f"{other} goes on")
    check.equal(len(server.lines("Duty failed")), 1, "one line in the log for the same failure")
    check.contains(server.lines("Duty failed")[0], "SealError.head", "it says which error")
    # Stands in the table of duties with what it rests for.
    rows = sqlite3.connect(f"file:{server.data}/motcua.sqlite?mode=ro", uri=True).execute(
        "SELECT failures, last_error, next_at - last_error_at FROM duty WHERE name = 'register.seal'"
    ).fetchone()
    check.that(rows[0] >= 2 and rows[1].startswith("SealError"), f"the table of duties shows it: {rows}")
    check.equal(rows[2], 10_000 << (rows[0] - 1), "it rests the longer the more often it failed")
    change(server, "UPDATE sealed_head SET signature = ? WHERE number = ?", signature, number)
    change(server, "UPDATE duty SET next_at = 0 WHERE name = 'register.seal'")
    until(lambda: server.figure("motcua_duty_failures", duty="register.seal") == 0, "it recovers by itself", 60)
    check.equal(server.stop(), 0, "the server ends in order")
    house.is_whole(server, "after the duty failed")
