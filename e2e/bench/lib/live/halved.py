"""Sends long requests at a constant rate while the app goes to half its replicas, and back.

Each request outlasts the change, so that every replica that goes has hundreds of them in flight.
"""

import argparse
import json
import threading
import time
from pathlib import Path

from real_app import RealApp
from replay import replay

NAMESPACE = "bench-live"
WHOLE = 20
HALF = 10
RATE = 1_000
REQUEST_MS = 5_000
SECONDS = 120
DOWN_AT = 20
UP_AT = 70


def change_counts(app, begin, seen):
    """What becomes of the replicas meanwhile: when the half was left, and when the whole was back."""
    time.sleep(begin + DOWN_AT - time.time())
    app.scale(HALF)
    app.await_pods(HALF)
    seen["downSeconds"] = time.time() - begin - DOWN_AT
    time.sleep(max(0.0, begin + UP_AT - time.time()))
    asked = time.time()
    app.scale(WHOLE)
    app.await_pods(WHOLE)
    seen["upSeconds"] = time.time() - asked


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--balancer", required=True, help="HOST:PORT")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()

    app = RealApp(NAMESPACE, "halved", {"maxReplicas": WHOLE}, {"drainTimeout": "30s"})
    app.create()
    app.scale(WHOLE)
    app.await_pods(WHOLE)
    address, port = options.balancer.split(":")
    seen = {}
    begin = time.time() + 5
    changes = threading.Thread(target=change_counts, args=(app, begin, seen))
    changes.start()
    path = f"/slow?ms={REQUEST_MS}"
    sent = replay(address, int(port), app.host, path, [RATE] * SECONDS, begin)
    changes.join()
    if len(seen) < 2:
        raise SystemExit("the replicas did not come and go: see above")
    result = {
        "rate": RATE,
        "requestMs": REQUEST_MS,
        "whole": WHOLE,
        "half": HALF,
        "sent": sent.answered + sent.failed,
        "failed": sent.failed,
        **seen,
    }
    options.out.write_text(json.dumps(result) + "\n", encoding="ascii")
    app.delete()


if __name__ == "__main__":
    main()
