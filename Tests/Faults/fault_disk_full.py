"""A real small disk that fills up under the server: what was acknowledged stays, what is refused is refused whole, and
when there is room again it goes on by itself."""

import os
import subprocess

from harness import Book, Load, Officer, Server, Skipped, until


def small_disk(house, name, megabytes):
    """A folder on a file system of its own; only root can make one, and not everywhere."""
    if os.geteuid() != 0:
        raise Skipped("only root mounts a small disk")
    image, folder = house.work / f"{name}.img", house.work / name
    folder.mkdir()
    image.write_bytes(b"")
    os.truncate(image, megabytes * 1024 * 1024)
    for command in (["mkfs.ext4", "-q", "-m", "0", image], ["mount", "-o", "loop", image, folder]):
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode:
            raise Skipped(f"{command[0]}: {done.stderr.strip()}")
    house.endings.append(lambda: subprocess.run(["umount", "-l", folder], capture_output=True))
    return folder


def run(house):
    check, chance = house.checks, house.chance("full")
    disk = small_disk(house, "small", 64)
    made = house.folder("full")
    subprocess.run(["cp", "-a", made, disk / "data"], check=True)
    # On the disk, not only on its way there, before the disk is broken.
    subprocess.run(["sync", "-f", disk], check=True)
    server = Server(house, disk / "data")
    server.log_path = house.work / "full.log"
    server.start()
    officer = Officer(server)
    load = Load(officer, chance, threads=4)
    until(lambda: len(load.acknowledged) >= 5, "dossiers are taken in")
    filler = disk / "filler"
    with open(filler, "wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(64 * 1024))
        except OSError:
            pass
    until(lambda: load.answers, "somebody is told that the disk is full", 120)
    intake, answer = load.answers[0]
    load.stop()
    check.equal(answer.status, 503, "the answer while the disk is full")
    check.that(int(answer.headers["Retry-After"]) > 0, "it says when to come again")
    check.contains(answer.words, "Máy chủ hết chỗ lưu dữ liệu", "the page says what happened")
    check.equal(answer.hidden("p_name"), intake.name, "what was typed is kept")
    check.equal(server.get("/").status, 200, "people can still look things up")
    check.equal(server.ready_words(), "not ready: the disk is full", "/readyz tells")
    check.equal(server.figure("motcua_storage_fault", kind="full"), 1, "/metrics shows it")
    check.equal(len(server.lines("The disk is full: nothing can be saved")), 1, "one line in the log")
    known = {it.name for it in load.acknowledged}
    check.that(known <= set(Book(server).dossiers_by_name()), "nothing acknowledged is lost on the full disk")

    # A start on the full disk: it may refuse, with words; it may not break anything.
    filler.unlink()
    again = officer.again(answer, "/desk/intake/1.010041")
    check.equal(again.status, 303, "with room again the page's button works, without a restart")
    until(lambda: server.readiness() == 200, "the server is ready again")
    house.nothing_lost(server, officer, load, Book(server), "after the disk was full")
    check.equal(len(server.lines("The database works again")), 1, "the log says that it is over")
    check.equal(server.stop(), 0, "the server ends in order")
    house.is_whole(server, "after the disk was full")
