"""Starts a command, waits until it answers a GET with 200, ends it, and prints how long that took.

    timed_start.py --port 8080 --host app.localhost --path / -- COMMAND...

Prints milliseconds from the command's start to the end of the answer's head.
"""

import argparse
import http.client
import signal
import subprocess
import sys
import time

POLL_SECONDS = 0.002
GRACE_SECONDS = 45


def answers(options):
    """One request; an app at a balancer may hold it until a replica is ready."""
    connection = http.client.HTTPConnection("127.0.0.1", options.port, timeout=options.timeout)
    try:
        connection.request("GET", options.path, headers={"Host": options.host})
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def end(process):
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(GRACE_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--host", required=True)
    parser.add_argument("--path", default="/")
    parser.add_argument("--timeout", type=float, default=60, help="seconds")
    parser.add_argument("command", nargs="+")
    options = parser.parse_args()

    begin = time.monotonic()
    process = subprocess.Popen(options.command, stdout=sys.stderr)
    try:
        while not answers(options):
            if process.poll() is not None:
                raise SystemExit(f"{options.command[0]} exited with {process.returncode}")
            if time.monotonic() - begin > options.timeout:
                raise SystemExit(f"no answer within {options.timeout:.0f} s")
            time.sleep(POLL_SECONDS)
        print(round((time.monotonic() - begin) * 1000))
    finally:
        end(process)


if __name__ == "__main__":
    main()
