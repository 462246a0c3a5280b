"""Two servers on one PostgreSQL under mixed load: codes stay unique, what one changes the other shows at its next answer, and when
one is killed the other goes on with nothing acknowledged lost.

    two_servers.py MOTCUA WORK [--seed N] [--rounds N]
"""

import argparse
import shutil
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from harness import PASSWORD, Book, Failed, House, Load, Officer, Server, Skipped, until  # noqa: E402
from postgres import Cluster  # noqa: E402

TODAY = "27/6/2025"


def second_folder(house, first):
    """A folder of its own for the second server: the same database and keys, its own lock."""
    path = Path(f"{first}-second")
    shutil.copytree(first, path)
    (path / "lock").unlink(missing_ok=True)
    return path


class Manager(Officer):
    """Somebody without a counter, who changes things by the forms of the pages."""

    def __init__(self, server, log_in):
        self.server, self.cookies, self.source = server, {}, None
        page = self.get("/sign-in")
        fields = {"_csrf": page.hidden("_csrf"), "_key": page.hidden("_key"), "name": log_in, "password": PASSWORD}
        if self.post("/sign-in", fields).status != 303:
            raise Failed(f"{log_in} could not sign in")

    def submit(self, page, action, fields):
        form = self.get(page)
        hidden = {"_csrf": form.hidden("_csrf"), "_key": form.hidden("_key")}
        answer = self.post(action, {**hidden, **fields})
        if answer.status != 303:
            raise Failed(f"{action}: {answer.status} {answer.words[:400]}")


def shown_at_once(check, read, what):
    """The other server is asked once the change was acknowledged: its next answer shows it, and within a second."""
    begun = time.monotonic()
    is_there = read()
    check.that(is_there, f"{what}: the next answer of the other server shows it")
    if not is_there:
        until(read, what)
    return time.monotonic() - begun


def calendar_changes(check, one, other, round_number):
    day = f"{1 + round_number % 28}/{1 + round_number // 28 % 12}/2026"
    name = f"Nghỉ thử {round_number}"
    fields = {
        "source": f"Thông báo {round_number}/TB", "scope": "all", "date": day, "kind": "statutory", "status": "announced",
        "nameVI": name, "nameEN": f"Trial {round_number}", "sure": "1",
    }
    Manager(one, "nga.kiemsoat").submit("/manage/calendar/day", "/manage/calendar/day", fields)
    reader = Manager(other, "kien.quantri")
    shown_at_once(check, lambda: name in reader.get("/manage/calendar?year=2026").words, "a day of the calendar")


def right_changes(check, one, other, cluster):
    (person, unit), = cluster.rows(
        "SELECT m.id, m.agency FROM staff_member m JOIN staff_profile p ON p.staff = m.id WHERE p.log_in = 'huong.tiepnhan'"
    )
    officer = Officer(other, "huong.tiepnhan")
    check.equal(officer.get("/desk/lists/sign").status, 404, "a list of leaders is not hers")
    path = f"/manage/staff/{person}"
    manager = Manager(one, "kien.quantri")
    manager.submit(f"{path}/roles", f"{path}/roles", {"unit": unit, "role": "leader", "from": TODAY})
    shown_at_once(check, lambda: officer.get("/desk/lists/sign").status == 200, "a role that was given")
    manager.submit(path, f"{path}/account", {"act": "lock"})
    shown_at_once(check, lambda: officer.get("/desk").status != 200, "an account that was locked")


def procedure_changes(check, one, other, cluster):
    codes = [code for code, in cluster.rows("SELECT code FROM procedure ORDER BY code DESC LIMIT 1")]
    path = f"/manage/catalogue/{codes[0]}"
    reader = Manager(other, "kien.quantri")
    check.that("31/12/2031" not in reader.get(path).words, "the procedure has no end yet")
    fields = {"decision": "16/QĐ-UBND", "decided": "20/6/2025", "to": "31/12/2031"}
    Manager(one, "nga.kiemsoat").submit(f"{path}/repeal", f"{path}/repeal", fields)
    shown_at_once(check, lambda: "31/12/2031" in reader.get(path).words, "a procedure that was repealed")


def unique(check, cluster, what):
    (all_rows, codes, numbers, positions, last), = cluster.rows(
        "SELECT count(*), count(DISTINCT code), count(DISTINCT (receiving, book_volume, book_number))"
        " FILTER (WHERE book_number IS NOT NULL) + count(*) FILTER (WHERE book_number IS NULL),"
        " (SELECT count(*) FROM entry), (SELECT position FROM book) FROM dossier"
    )
    check.equal(codes, all_rows, f"{what}: every code is one dossier's")
    check.equal(numbers, all_rows, f"{what}: every number of a book is one dossier's")
    check.equal(positions, last, f"{what}: the book has no hole")


def run(house):
    check = house.checks
    check.name = "two servers"
    cluster = Cluster(house, "shared").make()
    first = house.folder("one", database=cluster.url())
    servers = [Server(house, first).start(), Server(house, second_folder(house, first)).start()]
    book = Book(sql=cluster.rows)
    # The counter at both, all the time; meanwhile somebody changes what both keep in memory.
    officers = [Officer(servers[0], "lan.tiepnhan"), Officer(servers[1], "lan.tiepnhan")]
    loads = [Load(officer, house.chance(f"load {place}"), threads=4) for place, officer in enumerate(officers)]
    until(lambda: all(len(load.acknowledged) >= 20 for load in loads), "both take dossiers in")
    for number in range(house.cycles):
        calendar_changes(check, servers[number % 2], servers[1 - number % 2], number)
    right_changes(check, servers[0], servers[1], cluster)
    procedure_changes(check, servers[1], servers[0], cluster)
    unique(check, cluster, "under load")
    # One dies in the middle of it.
    before = [len(load.acknowledged) for load in loads]
    servers[0].kill()
    loads[0].stop()
    until(lambda: len(loads[1].acknowledged) >= before[1] + 40, "the other goes on")
    check.equal(servers[1].readiness(), 200, "the other is ready")
    loads[1].stop()
    check.that(len(loads[0].acknowledged) >= before[0], "nothing acknowledged was taken back")
    for place, load in enumerate(loads):
        house.nothing_lost(servers[1], officers[1], load, book, f"load {place + 1}")
    unique(check, cluster, "after the death")
    # It comes back and works beside the other as before.
    servers[0].start()
    officer = Officer(servers[0], "lan.tiepnhan")
    again = [Load(it, house.chance(f"again {place}"), threads=2) for place, it in enumerate([officer, officers[1]])]
    until(lambda: all(len(load.acknowledged) >= 10 for load in again), "both take dossiers in again")
    for load in again:
        load.stop()
        house.nothing_lost(servers[1], officers[1], load, book, "after the return")
    unique(check, cluster, "after the return")
    house.is_whole(servers[1], "at last")
    taken = sum(len(load.acknowledged) for load in loads + again)
    print(f"  {taken} intakes acknowledged by two servers on one PostgreSQL", flush=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("motcua")
    parser.add_argument("work")
    parser.add_argument("--seed", type=int, default=time.time_ns() % 1_000_000)
    parser.add_argument("--rounds", type=int, default=10, help="changes of the calendar")
    options = parser.parse_args()
    house = House(options.work, options.motcua, options.seed, options.rounds)
    print(f"  seed {options.seed}", flush=True)
    try:
        run(house)
    except Skipped as reason:
        house.checks.skipped.append("two servers")
        print(f"  SKIPPED: {reason}")
    except Failed as reason:
        house.checks.that(False, str(reason))
    finally:
        house.tidy()
    checks = house.checks
    print(f"{checks.passed} checks passed, {len(checks.failed)} failed, {len(checks.skipped)} skipped (seed {options.seed})")
    sys.exit(1 if checks.failed else 0)


if __name__ == "__main__":
    main()
