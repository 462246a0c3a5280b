"""Runs the fault tests: `run.py MOTCUA WORK [--seed N] [--kills N] [--without NAME] [names…]`; the last line counts."""

import argparse
import importlib
import signal
import sys
import time
import traceback
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from harness import Failed, House, Skipped  # noqa: E402

parser = argparse.ArgumentParser()
parser.add_argument("motcua")
parser.add_argument("work")
parser.add_argument("--seed", type=int, default=time.time_ns() % 1_000_000)
parser.add_argument("--kills", type=int, default=100)
parser.add_argument("--without", default="", help="a name that is left out")
parser.add_argument("names", nargs="*")
options = parser.parse_intermixed_args()

# Ended from outside, it still stops the servers it started and unmounts its disks.
signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
house = House(options.work, options.motcua, options.seed, options.kills)
print(f"  seed {options.seed}, {options.kills} kills", flush=True)
names = sorted(path.stem.removeprefix("fault_") for path in Path(__file__).parent.glob("fault_*.py"))
unknown = set(options.names) - set(names)
if unknown:
    sys.exit(f"there is no fault {', '.join(sorted(unknown))}: {', '.join(names)}")
for name in names:
    if options.names and name not in options.names or name == options.without:
        continue
    house.checks.name, began, before = name, time.monotonic(), house.checks.passed
    try:
        importlib.import_module("fault_" + name).run(house)
    except Skipped as reason:
        house.checks.skipped.append(name)
        print(f"  SKIPPED {name}: {reason}", flush=True)
    except Failed as reason:
        house.checks.that(False, str(reason))
    except Exception:
        traceback.print_exc()
        house.checks.that(False, "the test itself broke")
    finally:
        house.tidy()
        house.servers, house.endings = [], []
    print(f"  {name}: {house.checks.passed - before} checks, {time.monotonic() - began:.0f} s", flush=True)

checks = house.checks
for line in checks.failed:
    print("FAILED " + line)
for name in checks.skipped:
    print(f"  skipped, not passed: {name}")
print(f"{checks.passed} checks passed, {len(checks.failed)} failed, {len(checks.skipped)} skipped (seed {options.seed})")
sys.exit(1 if checks.failed else 0)
