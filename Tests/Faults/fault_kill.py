"""`kill -9` in the middle of load, again and again, on SQLite: every acknowledged intake is there, none twice."""

from harness import Book, Load, Officer, Server, until


def run(house):
    chance = house.chance("kill")
    server = Server(house, house.folder("kill")).start()
    officer = Officer(server)
    everything = Load(officer, chance, threads=0)
    for _ in range(house.cycles):
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
        [(answer.status, answer.words[:200]) for _, answer in everything.answers], [], "nobody was refused"
    )
    house.nothing_lost(server, officer, everything, Book(server), f"after {house.cycles} kills")
    print(f"    {house.cycles} kills, {len(everything.acknowledged)} intakes acknowledged", flush=True)
    house.checks.equal(server.stop(), 0, "the server ends in order")
    house.is_whole(server, "after the kills")
