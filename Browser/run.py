"""Runs the journeys: `run.py ADDRESS [NAME…]` or `run.py ADDRESS pictures DIR`."""

import importlib
import os
import signal
import sys
import time
import traceback

from playwright.sync_api import sync_playwright

from house import Checks, House, check_log

JOURNEYS = ["mother", "supplement", "noscript", "finder", "mistakes", "keyboard", "rooms"]


LIMIT = 420  # seconds a journey may take


def give_up(*_):
    """A browser that answers no more must not hold the whole run."""
    print(f"A journey took more than {LIMIT} s.", flush=True)
    os._exit(1)


def main():
    signal.signal(signal.SIGALRM, give_up)
    address, names = sys.argv[1], sys.argv[2:]
    checks = Checks()
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=os.environ["MOTCUA_CHROMIUM"], args=["--no-sandbox"])
        house = House(address, browser, checks)
        if names[:1] == ["pictures"]:
            importlib.import_module("pictures").take(house, names[1])
            names = []
        else:
            names = names or JOURNEYS
        for name in names:
            started, before = time.monotonic(), checks.passed
            checks.journey = name
            signal.alarm(LIMIT)
            try:
                importlib.import_module(f"journey_{name}").run(house)
            except Exception as error:
                traceback.print_exc()
                checks.that(False, f"broke off: {error}")
            print(f"  {name}: {checks.passed - before} checks, {time.monotonic() - started:.0f} s", flush=True)
        browser.close()
    if names == JOURNEYS and "MOTCUA_LOG" in os.environ:
        checks.journey = "log"
        before = checks.passed
        check_log(checks, house.secrets, os.environ["MOTCUA_LOG"])
        print(f"  log: {checks.passed - before} checks", flush=True)
    if checks.failed:
        print(f"{len(checks.failed)} checks failed:")
        for one in checks.failed:
            print(f"  {one}")
        sys.exit(1)
    print(f"{checks.passed} checks passed")


main()
