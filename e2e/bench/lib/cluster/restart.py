"""Ends every operator at once, changes the load of some apps, and sees what becomes of that.

Prints a line of JSON with seconds since the end of the operators.
"""

import argparse
import json
import time

from api import Api, await_that
from counts import Counts, undue
from operators import PODS, decisions, leader, pods
from scale import ask_balancers


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--namespace", required=True)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--count", type=int, default=50, help="apps whose load changes")
    parser.add_argument("--concurrency", type=int, required=True, help="on each balancer")
    options = parser.parse_args()

    api = Api()
    counts = Counts(api, options.namespace)
    numbers = range(options.first, options.first + options.count)
    due = {f"{options.namespace}/app-{number:05}" for number in numbers}
    former = {pod["metadata"]["name"] for pod in pods(api, "operator")}
    begin = time.time()
    for name in former:
        api.open(f"{PODS}/{name}?gracePeriodSeconds=0", "DELETE")
    ask_balancers(
        api,
        f"load/{options.namespace}/app-/{options.first}/{options.count}/{options.concurrency}/1000",
    )

    def successor():
        pod = leader(api)
        return pod if pod and pod["metadata"]["name"] not in former else None

    leading = await_that("another operator leads", successor, 300)
    leads = time.time()
    # By the watch: reading the log over and over would take from what is measured.
    await_that(
        "a new count of each app whose load changed",
        lambda: due <= {name for _, name, _ in counts.since(begin)},
        300,
    )
    time.sleep(30)
    decided = decisions(api, leading, begin)
    changed = counts.since(begin)
    print(
        json.dumps(
            {
                "apps_of_changed_load": options.count,
                "lease_taken_seconds": leads - begin,
                "first_decision_seconds": min(at for at, *_ in decided) - begin,
                "first_patch_seconds": changed[0][0] - begin,
                "last_patch_seconds": changed[-1][0] - begin,
                "decisions": len(decided),
                "undue": len(undue(decided, changed)),
            }
        )
    )


if __name__ == "__main__":
    main()
