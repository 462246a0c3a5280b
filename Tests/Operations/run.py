#!/usr/bin/env python3
"""Runs the commands of docs/operations.md, and sees with curl what the proxies of deploy/ do.

    run.py MOTCUA            in a folder of its own: /var/lib/motcua and its like stand below it
    run.py --machine         on a machine to throw away, as root under systemd: every command as it stands

The last line says how many checks passed; what was left out is named.
"""
import os
import pathlib
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request

import guide
import proxies

REPOSITORY = pathlib.Path(__file__).resolve().parents[2]
PLACES = r"(/var/lib/motcua|/etc/motcua|/srv/backup|/mnt/stick|/usr/local/bin/motcua|/usr/local/lib/motcua)"


class Machine:
    """The commands as they stand."""

    is_machine = True

    def __init__(self):
        self.place, self.environment = REPOSITORY, dict(os.environ, LANG="C.UTF-8")

    def command(self, text):
        return text

    def shown(self, text):
        return text

    def start(self, unit):
        wait("http://127.0.0.1:8080/readyz")

    def stop(self, unit):
        subprocess.run(["systemctl", "stop", unit], check=True)


class Sandbox:
    """The same below a folder, without another user and without systemd."""

    is_machine = False

    def __init__(self, motcua, work):
        self.work, self.port, self.running = work, proxies.free_port(), {}
        (work / "bin").mkdir()
        for folder in ("usr/local/bin", "usr/local/lib/motcua", "etc", "var/lib", "srv", "mnt/stick", ".build/release"):
            (work / folder).mkdir(parents=True)
        for place in (work / "bin/motcua", work / "usr/local/bin/motcua", work / ".build/release/motcua"):
            place.symlink_to(motcua)
        (work / "usr/local/lib/motcua/alarm").symlink_to(REPOSITORY / "deploy/alarm")
        shutil.copytree(REPOSITORY / "deploy", work / "deploy")
        for file in (work / "deploy").iterdir():
            file.write_text(self.command(file.read_text()))
        self.place = work
        self.environment = dict(os.environ, PATH=f"{work}/bin:{os.environ['PATH']}", LANG="C.UTF-8")

    def command(self, text):
        text = re.sub(r"runuser -u (motcua|postgres) -- ", "", text)
        return re.sub(PLACES, rf"{self.work}\1", text).replace("127.0.0.1:8080", f"127.0.0.1:{self.port}")

    def shown(self, text):
        return text.replace(str(self.work), "").replace(f"127.0.0.1:{self.port}", "127.0.0.1:8080")

    def start(self, unit):
        """What the unit starts, with the address of its environment file."""
        values = dict(
            line.split("=", 1)
            for line in (self.work / "deploy/motcua.env").read_text().split("\n")
            if "=" in line and not line.startswith("#")
        )
        line = re.search(r"^ExecStart=(.*)$", (self.work / "deploy" / unit).read_text(), re.M).group(1)
        arguments = shlex.split(re.sub(r"\$\{(\w+)\}", lambda found: values[found.group(1)], line))
        self.running[unit] = subprocess.Popen(arguments, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait(f"http://127.0.0.1:{self.port}/readyz")

    def stop(self, unit):
        server = self.running.pop(unit, None)
        if server:
            server.terminate()
            server.wait(timeout=30)

    def stop_all(self):
        for unit in list(self.running):
            self.stop(unit)


def wait(address):
    """Until the server answers; a minute at most."""
    for _ in range(300):
        try:
            urllib.request.urlopen(address, timeout=2)
            return
        except OSError:
            time.sleep(0.2)
    raise guide.Failed(f"{address} does not answer")


def run_guide(where):
    """Every block that can be run here, in order; (checks, blocks left out)."""
    checks, left_out = 0, []
    for number, comment, commands in guide.blocks((REPOSITORY / "docs/operations.md").read_text()):
        if comment.startswith("by hand") or ("needs: machine" in comment and not where.is_machine):
            left_out.append(f"line {number}: {commands[0][0][:60]}")
            continue
        for unit in re.findall(r"starts: (\S+)", comment):
            where.start(unit)
        for unit in re.findall(r"stops: (\S+)", comment):
            where.stop(unit)
        for command, expected in commands:
            try:
                checks += guide.run(
                    where.command(command), expected, where.place, where.environment, where.shown
                )
            except guide.Failed as failure:
                raise guide.Failed(f"docs/operations.md, the block of line {number}:\n{failure}")
    return checks, left_out


def units(where):
    """The units are understood, and the alarm tells of a failure without any data."""
    names = ["motcua.service", "motcua-backup.service", "motcua-check.service", "motcua-alarm@.service"]
    names += ["motcua-backup.timer", "motcua-check.timer"]
    folder = where.work / "units"
    folder.mkdir()
    for name in names:
        text = (where.work / "deploy" / name).read_text()
        # The user is made by hand on a machine; here there is none.
        (folder / name).write_text(re.sub(r"^(User|Group|EnvironmentFile)=.*\n", "", text, flags=re.M))
    done = subprocess.run(
        ["systemd-analyze", "verify", *[str(folder / name) for name in names if "@" not in name]],
        capture_output=True,
        text=True,
    )
    said = [line for line in (done.stdout + done.stderr).split("\n") if "motcua" in line]
    if done.returncode != 0 or said:
        raise guide.Failed("\n".join(said) or done.stderr)
    bin_folder = where.work / "fake"
    bin_folder.mkdir()
    for name in ("logger", "sendmail"):
        (bin_folder / name).write_text(f'#!/bin/sh\n{{ echo "{name} $*"; [ {name} = logger ] || cat; }} >>"{bin_folder}/said"\n')
        (bin_folder / name).chmod(0o755)
    environment = dict(os.environ, PATH=f"{bin_folder}:{os.environ['PATH']}", MOTCUA_ALARM_MAIL="admin@example.vn")
    subprocess.run([REPOSITORY / "deploy/alarm", "motcua-backup.service"], env=environment, check=True)
    said = (bin_folder / "said").read_text()
    for wanted in ("logger -p daemon.err", "sendmail admin@example.vn", "Subject: motcua: motcua-backup.service failed"):
        if wanted not in said:
            raise guide.Failed(f"the alarm said:\n{said}")
    return 1 + 3


def alerts():
    done = subprocess.run(
        ["promtool", "test", "rules", "alerts-test.yml"], cwd=REPOSITORY / "deploy", capture_output=True, text=True
    )
    if done.returncode != 0 or "SUCCESS" not in done.stdout:
        raise guide.Failed(done.stdout + done.stderr)
    return 1


def sandbox(motcua):
    with tempfile.TemporaryDirectory() as name:
        work = pathlib.Path(name).resolve()
        where = Sandbox(motcua, work)
        cluster = work / "postgres"
        # The cluster's folder belongs to its own user, who must pass through this one.
        work.chmod(0o711)
        try:
            address = subprocess.run(
                [REPOSITORY / "scripts/postgres.sh", "start", cluster], capture_output=True, text=True, check=True
            ).stdout.strip()
            where.environment |= {"PGHOST": re.search(r"host=([^&]+)", address).group(1).replace("%20", " "), "PGUSER": "motcua"}
            more, left_out = run_guide(where)
            checks = units(where) + alerts() + more
            where.start("motcua.service")
            checks += proxies.nginx(where, guide.Failed) + proxies.caddy(where, guide.Failed)
            where.stop("motcua.service")
            checks += proxies.pair(where, guide.Failed, wait)
        finally:
            where.stop_all()
            subprocess.run([REPOSITORY / "scripts/postgres.sh", "stop", cluster], check=False)
    return checks, left_out


def main():
    try:
        if sys.argv[1:] == ["--machine"]:
            checks, left_out = run_guide(Machine())
        else:
            checks, left_out = sandbox(pathlib.Path(sys.argv[1]).resolve())
    except guide.Failed as failure:
        print(failure)
        print("FAILED")
        sys.exit(1)
    for line in left_out:
        print(f"  left out here: {line}")
    print(f"{checks} checks passed")


main()
