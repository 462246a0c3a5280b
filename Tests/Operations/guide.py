"""Reads the commands of docs/operations.md with what they must print, and runs them.

    $ command              runs; it must end with 0, or not when an error is expected
    text                   a line of standard output; … stands for anything, alone for any lines
    ! text                 a line of standard error

A comment before a block says what it needs: `by hand` (never run here), `needs: machine` (root and systemd on a
machine to throw away), `starts: UNIT`, `stops: UNIT`.
"""
import re
import subprocess


class Failed(Exception):
    pass


def blocks(text):
    """Each block as (the line it begins on, its comment, [(command, expected lines)])."""
    comment, found, inside = "", [], None
    for number, line in enumerate(text.split("\n"), 1):
        if inside is None:
            if line.startswith("<!-- "):
                comment = line[5:].removesuffix("-->").strip()
            elif line == "```console":
                inside = (number, comment, [])
                comment = ""
        elif line == "```":
            found.append(inside)
            inside = None
        elif line.startswith("$ "):
            inside[2].append((line[2:], []))
        else:
            inside[2][-1][1].append(line)
    return found


def pattern(lines):
    parts = []
    for line in lines:
        if line == "…":
            parts.append(r"(?:.*\n)*?")
        else:
            parts.append(".*".join(re.escape(part) for part in line.split("…")) + r"\n")
    return re.compile("".join(parts))


def same(expected, text):
    lines = "".join(line.rstrip() + "\n" for line in text.splitlines())
    return pattern(expected).fullmatch(lines) is not None


def run(command, expected, place, environment, shown=lambda text: text):
    """Runs one command; the number of things that were compared."""
    done = subprocess.run(
        ["bash", "-c", command], cwd=place, env=environment, capture_output=True, text=True, timeout=300
    )
    out = [line for line in expected if not line.startswith("! ")]
    error = [line[2:] for line in expected if line.startswith("! ")]
    must_fail = any(line.startswith("Error") for line in error)
    what = f"$ {command}\nended with {done.returncode}\n{done.stdout}{done.stderr}"
    if (done.returncode != 0) != must_fail:
        raise Failed(what)
    if out and not same(out, shown(done.stdout)):
        raise Failed(f"{what}\nexpected on standard output:\n" + "\n".join(out))
    if error and not same(error, shown(done.stderr)):
        raise Failed(f"{what}\nexpected on standard error:\n" + "\n".join(error))
    return 1 + len([line for line in expected if line not in ("…", "! …")])
