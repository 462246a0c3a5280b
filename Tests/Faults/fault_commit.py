"""The connection is cut exactly at COMMIT: before it arrives, and after it arrived but before its answer. The person is
told that it is not known, sends the form again, and there is one dossier."""

from harness import Book, Failed, Intake, Officer, Server
from postgres import Cluster, Proxy


def run(house):
    chance, check = house.chance("commit"), house.checks
    cluster = Cluster(house, "commit-pg").make()
    proxy = Proxy(house, cluster.socket)
    server = Server(house, house.folder("commit", proxy.url())).start()
    officer = Officer(server)
    book = Book(sql=cluster.rows)
    for forward, what in [(True, "the answer to COMMIT is lost"), (False, "COMMIT never arrives")]:
        for number in range(5):
            intake = Intake(chance)
            proxy.cut(intake.key, forward)
            answer = officer.take_in(intake)
            if not proxy.was_cut.wait(30):
                raise Failed("nothing was cut")
            if not check.that(not isinstance(answer, str), f"{what}: it is not acknowledged"):
                continue
            check.equal(answer.status, 503, f"{what}: the answer")
            check.contains(answer.words, "không bị ghi hai lần", f"{what}: the page says that sending again is safe")
            check.equal(book.dossiers_by_name().get(intake.name, 0), 1 if forward else 0, f"{what}: in the database")
            again = officer.again(answer, "/desk/intake/1.010041")
            if not check.equal(again.status, 303, f"{what}: sent again by the page's button ({again.words[:200]})"):
                continue
            intake.id = again.headers["Location"].rsplit("/", 1)[1]
            check.equal(book.dossiers_by_name().get(intake.name), 1, f"{what}: one dossier")
            check.equal(officer.take_in(intake), intake.id, f"{what}: and no other when it is sent a third time")
            check.that(officer.shows(intake), f"{what}: it can be read")
    check.equal(server.stop(), 0, "the server ends in order")
    house.is_whole(server, "after ten cuts")
