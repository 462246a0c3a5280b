"""Due instants beside numpy's busday_offset on the same vectors: equal results are checked, the ratio of the rates is printed.

    numpy_busday.py MOTCUA          with a release build of motcua

numpy counts whole days. It can say a number of working days from a reception within the hours of a working day: the due
instant lies that many working days later at the same time of day. Other limits, other receptions and pauses it cannot.
"""

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
DAY = 86_400_000
OFFSET = 7 * 3_600_000


def calendar(facts):
    """Every day that is off, weekends too: make-up Saturdays are working days, which a week mask cannot say."""
    days = np.arange("2018-01-01", "2028-01-01", dtype="datetime64[D]")
    weekend = ~np.is_busday(days)
    off = np.isin(days, np.array(facts["daysOff"], dtype="datetime64[D]"))
    made_up = np.isin(days, np.array(facts["makeUpDays"], dtype="datetime64[D]"))
    return np.busdaycalendar(weekmask="1111111", holidays=days[(weekend | off) & ~made_up])


def due(received, days, working):
    """Milliseconds of the due instants."""
    local = received + OFFSET
    dates = (local // DAY).astype("datetime64[D]")
    return np.busday_offset(dates, days, busdaycal=working).astype(np.int64) * DAY + local % DAY - OFFSET


def shared(facts, working):
    """The published vectors that numpy can express."""
    checked = 0
    for vector in facts["vectors"]:
        limit, received = vector["limit"], vector["received"]
        if not (limit.endswith("wd") and limit[:-2].isdigit()) or vector.get("pauses") or not received.endswith("+07:00"):
            continue
        clock = received[11:16]
        inside = "07:30" <= clock < "11:30" or "13:30" <= clock < "17:30"
        if not inside or not np.is_busday(np.datetime64(received[:10]), busdaycal=working):
            continue
        moment = np.datetime64(received[:19], "ms").astype(np.int64) - OFFSET
        found = due(np.array([moment]), np.array([int(limit[:-2])]), working)[0]
        wanted = np.datetime64(vector["due"][:19], "ms").astype(np.int64) - OFFSET
        if found != wanted:
            sys.exit(f"{vector['name']}: numpy says {np.datetime64(int(found + OFFSET), 'ms')}, not {vector['due']}")
        checked += 1
    return checked


def main():
    facts = json.loads((ROOT / "docs/api/legal-clock-vectors.json").read_text())
    working = calendar(facts)
    checked = shared(facts, working)
    with tempfile.TemporaryDirectory() as folder:
        path = f"{folder}/vectors.csv"
        out = subprocess.run([sys.argv[1], "bench-clock", "--vectors", path], capture_output=True, text=True, check=True)
        ours = json.loads(out.stdout)["perSecond"]
        received, days, wanted = np.loadtxt(path, delimiter=",", dtype=np.int64, unpack=True)
    different = int(np.count_nonzero(due(received, days, working) != wanted))
    if different:
        place = int(np.flatnonzero(due(received, days, working) != wanted)[0])
        sys.exit(f"{different} of {len(received)} differ, the first at {received[place]} + {days[place]} days")
    seconds = []
    for _ in range(7):
        start = time.perf_counter()
        due(received, days, working)
        seconds.append(time.perf_counter() - start)
    theirs = len(received) / sorted(seconds)[3]
    print(f"due instants: {checked} shared vectors and {len(received)} made ones are equal to numpy {np.__version__}")
    print(f"due instants: motcua {ours / 1e6:.1f} million/s, numpy {theirs / 1e6:.1f} million/s, ratio {ours / theirs:.1f}")
    print(f"{checked + len(received)} checks passed")


main()
