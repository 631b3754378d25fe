"""Measures from the moment a watch tells that a pod is Ready to the first request that reaches it.

Prints a line `ready MILLISECONDS` a pod. One client asks without a pause, in turn with all pods.
"""

import argparse
import threading

from api import await_that, is_ready
from real_app import Client, RealApp

STEP = 2
MOST = 9


class Pods:
    """When each pod was seen ready, and when a request first reached it."""

    def __init__(self):
        self.ready = {}
        self.reached = {}

    def see(self, now, _, pod):
        if is_ready(pod):
            self.ready.setdefault(pod["metadata"]["name"], now)

    def measured(self):
        return {pod: at - self.ready[pod] for pod, at in self.reached.items() if pod in self.ready}


def ask(client, pods, over):
    while not over.is_set():
        pod, at = client.get()
        pods.reached.setdefault(pod, at)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--balancer", required=True, help="HOST:PORT")
    parser.add_argument("--samples", type=int, default=100)
    options = parser.parse_args()

    in_turn = {"loadBalancing": {"policy": "RoundRobin"}}
    app = RealApp("bench-real", "ready", {"maxReplicas": 20}, in_turn)
    app.create()
    app.scale(1)
    app.await_pods(1)
    pods, over = Pods(), threading.Event()
    app.api.watch(app.pods_path, pods.see)
    # A pod that was ready before its readiness was watched for counts for nothing.
    first = {pod["metadata"]["name"] for pod in app.pods()}
    threading.Thread(
        target=ask, args=(Client(options.balancer, app.host), pods, over), daemon=True
    ).start()
    replicas, told = 1, set()
    while len(told) < options.samples:
        replicas = 1 if replicas >= MOST else replicas + STEP
        app.scale(replicas)
        app.await_pods(replicas)
        await_that("a request to each pod", lambda: set(pods.ready) <= set(pods.reached))
        for pod, seconds in pods.measured().items():
            if pod not in told and pod not in first:
                told.add(pod)
                print(f"ready {seconds * 1000:.1f}", flush=True)
    over.set()
    app.delete()


if __name__ == "__main__":
    main()
