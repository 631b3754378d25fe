"""Measures a request at zero replicas beside the start of the pod that it waits for.

Prints lines `activation TOTAL START`: milliseconds from the request until it reaches the app, and
those of them from the moment a watch tells of the pod to the moment it tells that the pod is Ready.
"""

import argparse
import time

from api import is_ready
from real_app import Client, RealApp


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--balancer", required=True, help="HOST:PORT")
    parser.add_argument("--samples", type=int, default=20)
    options = parser.parse_args()

    scaling = {
        "minReplicas": 0,
        "scaleToZeroAfter": "1s",
        "stableWindow": "6s",
        "behavior": {"scaleDown": {"stabilizationWindowSeconds": 0}},
    }
    app = RealApp("bench-real", "activation", scaling, {"drainTimeout": "1s"})
    app.create()
    client = Client(options.balancer, app.host)
    # The first start of an app shows what is wrong with it, and is no sample.
    client.await_answer()
    added, ready = {}, {}

    def see(now, kind, pod):
        name = pod["metadata"]["name"]
        if kind == "ADDED":
            added[name] = now
        if is_ready(pod):
            ready.setdefault(name, now)

    app.api.watch(app.pods_path, see)
    for _ in range(options.samples):
        app.await_pods(0)
        time.sleep(1)
        begin = time.time()
        pod, end = client.get()
        # The watch may tell a little after the answer came.
        time.sleep(0.5)
        start = ready[pod] - added[pod]
        print(f"activation {(end - begin) * 1000:.1f} {start * 1000:.1f}", flush=True)
    app.delete()


if __name__ == "__main__":
    main()
