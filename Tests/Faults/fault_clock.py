"""The clock set back an hour between two runs: who was signed in stays so, the book's chains do not run backwards, due
dates stand, duties go on, and the log says it."""

import json

from harness import Book, Intake, Officer, Server, until

HOUR = 3_600_000


def run(house):
    check, chance = house.checks, house.chance("clock")
    server = Server(house, house.folder("clock")).start()
    officer = Officer(server)
    before = [Intake(chance) for _ in range(3)]
    for intake in before:
        check.that(isinstance(officer.take_in(intake), str), "a dossier is taken in")
        # Looking writes into a chain of its own, which must go on an hour earlier.
        check.that(officer.shows(intake), "and looked at")
    book = Book(server)
    until(lambda: server.figure("motcua_duties_total", duty="register.seal", ended="well"), "the book is sealed")
    dues = book.rows("SELECT id, due_at FROM dossier ORDER BY id")
    server.stop()
    settings = server.data / "settings.json"
    contents = json.loads(settings.read_text())
    contents["demo"]["shift"] -= HOUR
    settings.write_text(json.dumps(contents))
    server.start()
    check.that(len(server.lines("The clock is behind the book")) == 1 or until(
        lambda: server.lines("The clock is behind the book"), "the log says that the clock was set back"
    ), "the log says that the clock was set back")
    check.that(server.figure("motcua_clock_behind_book_seconds") > 3000, "/metrics shows by how much")
    check.that(all(officer.shows(intake) for intake in before), "who was signed in still is")
    later = Intake(chance)
    check.that(isinstance(officer.take_in(later), str), "a dossier is taken in")
    check.that(officer.shows(later) and officer.shows(before[0]), "dossiers are looked at")
    backwards = book.rows(
        "SELECT a.subject FROM entry a JOIN entry b ON b.subject = a.subject AND b.version = a.version + 1 "
        "WHERE b.at < a.at"
    )
    check.equal(backwards, [], "no chain runs backwards")
    check.equal(
        [row for row in book.rows("SELECT id, due_at FROM dossier ORDER BY id") if row in dues], dues, "due dates stand"
    )
    until(
        lambda: server.figure("motcua_duties_total", duty="register.seal", ended="well"),
        "duties do not rest for the hour", 60,
    )
    check.equal(server.stop(), 0, "the server ends in order")
    house.is_whole(server, "after the clock was set back")
