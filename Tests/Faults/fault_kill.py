"""`kill -9` in the middle of load, again and again, on both engines: every acknowledged intake is there, none twice."""

from harness import Book, Load, Officer, Server, until
from postgres import Cluster


def run(house):
    data = house.folder("kill")
    kill(house, "SQLite", data, lambda server: Book(server), house.cycles)
    cluster = Cluster(house, "kill-pg").make()
    data = house.folder("kill-on-postgres", cluster.url())
    # The server is what dies here; how PostgreSQL itself dies is the business of others. A few are enough.
    kill(house, "PostgreSQL", data, lambda server: Book(sql=cluster.rows), max(3, house.cycles // 20))


def kill(house, engine, data, book, cycles):
    chance = house.chance(f"kill {engine}")
    server = Server(house, data).start()
    officer = Officer(server)
    everything = Load(officer, chance, threads=0)
    for _ in range(cycles):
        load = Load(officer, chance, threads=4)
        # What the last kill left without an answer is sent again in the middle of the new load.
        for intake in everything.unsure:
            load.send(intake)
        everything.unsure = []
        wanted = chance.randint(1, 8)
        until(lambda: len(load.acknowledged) >= wanted, "dossiers are taken in")
        server.kill()
        load.stop()
        everything.acknowledged += load.acknowledged
        everything.unsure += load.unsure
        everything.refused += load.refused
        everything.answers += load.answers
        server.start()
    house.checks.equal(
        [(answer.status, answer.words[:200]) for _, answer in everything.answers], [], f"{engine}: nobody was refused"
    )
    house.nothing_lost(server, officer, everything, book(server), f"{engine}, after {cycles} kills")
    print(f"    {engine}: {cycles} kills, {len(everything.acknowledged)} intakes acknowledged", flush=True)
    house.checks.equal(server.stop(), 0, f"{engine}: the server ends in order")
    house.is_whole(server, f"{engine}, after the kills")
