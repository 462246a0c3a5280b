"""A disk that becomes read-only under the server, and a start on one: refused with words, nothing half-written."""

import os
import subprocess

from fault_disk_full import small_disk
from harness import Book, Failed, Load, Officer, Server, until


def run(house):
    check, chance = house.checks, house.chance("read-only")
    start_without_the_right(house)
    disk = small_disk(house, "readonly", 64)
    subprocess.run(["cp", "-a", house.folder("ro"), disk / "data"], check=True)
    # On the disk, not only on its way there, before the disk is broken.
    subprocess.run(["sync", "-f", disk], check=True)
    server = Server(house, disk / "data")
    server.log_path = house.work / "readonly.log"
    server.start()
    officer = Officer(server)
    load = Load(officer, chance, threads=4)
    until(lambda: len(load.acknowledged) >= 5, "dossiers are taken in")
    # Nothing is under way at the moment itself: while ext4 is forced to give up, an fsync that runs just then may be
    # answered well for what never comes to the disk, and no program can know.
    before = load.stop()
    # Files are open for writing, so the kernel must be told twice: this is what a failing disk looks like too.
    emergency(disk)
    load = Load(officer, chance, threads=4)
    until(lambda: load.answers, "somebody is told that nothing can be written", 120)
    intake, answer = load.answers[0]
    load.stop()
    check.equal(load.acknowledged, [], "nothing is acknowledged that cannot be written")
    load.acknowledged += before.acknowledged
    check.equal(answer.status, 503, "the answer while the disk is read-only")
    check.that(int(answer.headers["Retry-After"]) > 0, "it says when to come again")
    check.equal(answer.hidden("p_name"), intake.name, "what was typed is kept")
    check.that(server.ready_words().startswith("not ready:"), f"/readyz tells: {server.ready_words()}")
    server.kill()

    server.start(ready=False)
    server.process.wait(60)
    check.that(server.process.returncode != 0, "a start on a read-only disk is refused")
    check.contains(server.log(), "the disk is read-only", "with words")
    subprocess.run(["umount", disk], check=True)
    subprocess.run(["mount", "-o", "loop", house.work / "readonly.img", disk], check=True)
    server.start()
    house.nothing_lost(server, officer, load, Book(server), "after the disk was read-only")
    check.equal(server.stop(), 0, "the server ends in order")
    house.is_whole(server, "after the disk was read-only")


def emergency(disk):
    """Makes the file system read-only although files are open: first as an operator would, then as the kernel does."""
    if subprocess.run(["mount", "-o", "remount,ro", disk], capture_output=True).returncode == 0:
        return
    # ext4 aborts its journal on an error and is read-only from then on.
    done = subprocess.run(["mount", "-o", "remount,abort", disk], capture_output=True, text=True)
    if done.returncode:
        raise Failed(f"it could not be made read-only: {done.stderr}")


def start_without_the_right(house):
    """A folder that the server's own user may not write."""
    check = house.checks
    data = house.folder("chmod")
    user = 65534 if os.geteuid() == 0 else None
    if user:
        for path in (house.work, *house.work.parents):
            if str(path) != "/" and not path.stat().st_mode & 0o001:
                path.chmod(path.stat().st_mode | 0o011)
        subprocess.run(["chown", "-R", "65534:65534", data, f"{data}-keys"], check=True)
    subprocess.run(["chmod", "-R", "a-w", data], check=True)
    server = Server(house, data, user=user)
    server.start(ready=False)
    server.process.wait(60)
    check.that(server.process.returncode != 0, "a start on a folder that may not be written is refused")
    check.contains(server.log(), "no permission to write", "with words")
    subprocess.run(["chmod", "-R", "u+w", data], check=True)
