"""Claims, deadlines, and the frame every scenario runs in."""

import contextlib
import os
import pathlib
import shutil
import signal
import sys
import tempfile
import time
import traceback

_started = time.monotonic()


class Broken(Exception):
    """A claim does not hold."""


def say(text):
    print(f"{time.monotonic() - _started:7.2f} s  {text}", flush=True)


def claim(text, holds, found=""):
    """Notes that `text` holds, or ends the scenario with what was found instead."""
    if not holds:
        raise Broken(f"{text}: NOT SO. Found: {found}")
    say(f"ok  {text}")


def equal(text, found, wanted):
    if found != wanted:
        raise Broken(f"{text}: NOT SO.\n  wanted {wanted!r}\n  found  {found!r}")
    say(f"ok  {text}")


def until(what, look, seconds=30, every=0.1):
    """Looks until the answer is truthy and returns it. The last answer, or the error, is in the complaint."""
    deadline = time.monotonic() + seconds
    while True:
        answer, error = None, None
        try:
            answer = look()
        except (OSError, AssertionError, ValueError, KeyError, IndexError) as failure:
            error = failure
        if answer:
            return answer
        if time.monotonic() > deadline:
            raise Broken(f"after {seconds} s still not: {what}. Last: {error or answer!r}")
        time.sleep(every)


def scenario(body):
    """Runs `body(directory, stack)` and ends the process: 0 when every claim held, 1 otherwise.

    The directory is new and goes away at the end; what the stack was given is undone first, also when the scenario is
    told to stop. With KEEP=1 in the environment the directory stays.
    """
    base = os.environ.get("E2E_DIR") or tempfile.gettempdir()
    directory = pathlib.Path(tempfile.mkdtemp(prefix="s.", dir=base))
    status = 1

    def stop(number, _frame):
        raise Broken(f"told to stop by signal {number}")

    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, stop)
    try:
        with contextlib.ExitStack() as stack:
            try:
                body(directory, stack)
                status = 0
            except Exception as failure:
                # Said now: undoing may fail too, and the logs are still there.
                if isinstance(failure, Broken):
                    say(f"BROKEN  {failure}")
                    if failure.__traceback__:
                        frames = traceback.extract_tb(failure.__traceback__)
                        own = [frame for frame in frames if "harness" not in frame.filename]
                        if own:
                            say(f"        at {own[-1].filename}:{own[-1].lineno}")
                else:
                    traceback.print_exc(file=sys.stdout)
                for log in sorted(directory.glob("**/mwd.log")):
                    lines = log.read_text(errors="replace").splitlines()
                    own = [line for line in lines if "A request was answered" not in line]
                    say(f"the end of {log.name}:")
                    print("\n".join("    " + line[:400] for line in own[-25:]))
    except Broken as failure:
        say(f"BROKEN  while cleaning up: {failure}")
        status = 1
    if os.environ.get("KEEP") == "1":
        say(f"kept {directory}")
    else:
        shutil.rmtree(directory, ignore_errors=True)
    sys.exit(status)
