"""PostgreSQL dies for good and its copy takes over: the server finds it by itself, and nothing acknowledged is lost."""

from harness import Book, Load, Officer, Server, until
from postgres import Cluster


def run(house):
    chance, check = house.chance("replica"), house.checks
    primary = Cluster(house, "primary").make()
    built = f"postgresql:///postgres?host={primary.socket}&user=motcua"
    data = house.folder("replica", built)
    copy = primary.standby(house, "copy")
    both = f"postgresql:///postgres?host={primary.socket},{copy.socket}&user=motcua&target_session_attrs=read-write"
    settings = data / "settings.json"
    check.contains(settings.read_text(), built, "the folder names its database")
    settings.write_text(settings.read_text().replace(built, both))

    server = Server(house, data).start()
    officer = Officer(server)
    load = Load(officer, chance, threads=4)
    until(lambda: len(load.acknowledged) >= 5, "dossiers are taken in")
    primary.crash()
    until(lambda: load.answers, "somebody is told to wait")
    copy.control("promote", "-w")
    seen = len(load.acknowledged)
    until(lambda: len(load.acknowledged) >= seen + 5, "dossiers are taken in by the copy")
    load.stop()
    check.equal(server.readiness(), 200, "the server is ready again")
    house.nothing_lost(server, officer, load, Book(sql=copy.rows), "after the copy took over")
    check.equal(server.stop(), 0, "the server ends in order")
    house.is_whole(server, "after the copy took over")
