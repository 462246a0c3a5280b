"""Data of a newer version: refused with words, and not a row is changed."""

import hashlib
import json
import shutil
import sqlite3

from harness import Server


def contents(folder):
    """Every row and every definition, and the settings: SQLite's own counters in the file are no data."""
    connection = sqlite3.connect(f"file:{folder}/motcua.sqlite?mode=ro", uri=True)
    dump = "\n".join(connection.iterdump())
    connection.close()
    return hashlib.sha256(dump.encode() + (folder / "settings.json").read_bytes()).hexdigest()


def run(house):
    check = house.checks
    data = house.folder("newer")
    connection = sqlite3.connect(data / "motcua.sqlite")
    connection.execute("INSERT INTO schema_migration (id, checksum) VALUES ('2099-01-01-0-later', 'x')")
    connection.commit()
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    before = contents(data)
    server = Server(house, data)
    server.start(ready=False)
    server.process.wait(60)
    check.that(server.process.returncode != 0, "the server does not start")
    check.contains(server.log(), "2099-01-01-0-later", "it says which step it does not know")
    check.contains(server.log(), "Dữ liệu do bản mới hơn tạo ra", "in Vietnamese")
    check.contains(server.log(), "made by a newer version", "and in English")
    check.equal(contents(data), before, "nothing was changed")
    for arguments in (["register", "verify"], ["register", "rebuild"]):
        it = house.run(*arguments, "--data", data)
        check.that(it.returncode != 0 and "2099-01-01-0-later" in it.stdout + it.stderr, f"{arguments} refuses too")
    check.equal(contents(data), before, "nothing was changed by the commands either")

    settings = json.loads((data / "settings.json").read_text())
    settings["format"] = 2
    (data / "settings.json").write_text(json.dumps(settings))
    server = Server(house, data)
    server.start(ready=False)
    server.process.wait(60)
    check.that(server.process.returncode != 0 and "bản mới hơn" in server.log(), "a newer settings file is refused too")
    shutil.rmtree(data)
