"""Two servers on one folder: the second is refused before it reads or changes anything; the first goes on."""

import re
import sqlite3

from harness import Intake, Officer, Server


def run(house):
    check, chance = house.checks, house.chance("two")
    first = Server(house, house.folder("two")).start()
    officer = Officer(first)
    # A step that is not there yet would be taken by whoever opens the folder: the second must not come so far.
    second = Server(house, first.data)
    second.log_path = first.data.with_suffix(".second.log")
    second.start(ready=False)
    second.process.wait(60)
    check.that(second.process.returncode != 0, "the second does not start")
    check.contains(second.log(), "Một máy chủ khác đang chạy trên thư mục", "it says why, in Vietnamese")
    check.contains(second.log(), "Another server is running on the folder", "and in English")
    check.that(isinstance(officer.take_in(Intake(chance)), str), "the first goes on")
    # A migration is taken away, as if the second were newer: it must still be missing afterwards.
    connection = sqlite3.connect(first.data / "motcua.sqlite", timeout=30)
    name, = connection.execute("SELECT id FROM schema_migration ORDER BY id DESC LIMIT 1").fetchone()
    connection.execute("DELETE FROM schema_migration WHERE id = ?", (name,))
    connection.commit()
    second.start(ready=False)
    second.process.wait(60)
    there = connection.execute("SELECT count(*) FROM schema_migration WHERE id = ?", (name,)).fetchone()
    check.equal(there, (0,), "a newer program changes no table under a running server")
    check.equal(len(second.lines("Another server is running")), 2, "and is refused before it looks at them")
    connection.close()
    first.kill()
    check.that(re.match(r"\d+\n", (first.data / "lock").read_text()), "the lock file stays after a kill")
