"""Changes the load of apps at a rate, and measures from each decision to the patched count.

Prints lines `patched MILLISECONDS`, and last a line of JSON with what the leader took meanwhile.
"""

import argparse
import json
import time

from api import Api, await_that
from counts import Counts, matched, undue
from operators import PODS, Usage, decisions, leader, pods


def ask_balancers(api, path):
    """The answers of all who make up load."""
    return [
        int(api.text(f"{PODS}/{pod['metadata']['name']}:8080/proxy/{path}"))
        for pod in pods(api, "balancer")
    ]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--node", required=True, help="container of the node")
    parser.add_argument("--namespace", required=True)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--count", type=int, required=True)
    parser.add_argument("--concurrency", type=int, required=True, help="on each balancer")
    parser.add_argument("--rate", type=int, default=100, help="apps whose load changes each second")
    parser.add_argument("--settle", type=float, default=30, help="seconds after the last change")
    options = parser.parse_args()

    api = Api()
    counts = Counts(api, options.namespace)
    leading = leader(api)
    usage = Usage(options.node, leading)
    begin = time.time()
    ask_balancers(
        api,
        f"load/{options.namespace}/app-/{options.first}/{options.count}"
        f"/{options.concurrency}/{options.rate}",
    )
    await_that("all load is set", lambda: sum(ask_balancers(api, "waiting")) == 0, 600)
    set_after = time.time() - begin
    time.sleep(options.settle)
    decided = decisions(api, leading, begin)
    changed = counts.since(begin)
    latencies = matched(decided, changed)
    for seconds in latencies:
        if seconds is not None:
            print(f"patched {seconds * 1000:.1f}")
    times = [at for at, *_ in decided] or [begin]
    print(
        json.dumps(
            {
                "load_changes": options.count,
                "load_seconds": set_after,
                "decisions": len(decided),
                "decision_seconds": max(times) - min(times),
                "not_patched": latencies.count(None),
                "undue": len(undue(decided, changed)),
                **usage.stop(),
            }
        )
    )


if __name__ == "__main__":
    main()
