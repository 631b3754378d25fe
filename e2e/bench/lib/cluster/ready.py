"""Measures from the moment a watch tells that a pod is Ready to the first request that reaches it.

Prints a line `ready MILLISECONDS` a pod. Some clients ask one request after the other, in turn with
all pods: the first answer of a pod takes tens of milliseconds, and must not hold up the request that
is to reach another one.
"""

import argparse
import threading
import time

from api import await_that, is_ready
from real_app import Client, RealApp

MOST = 9
CLIENTS = 4
# Leaves the machine to what is measured.
PAUSE_SECONDS = 0.002


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
        pods.reached[pod] = min(at, pods.reached.get(pod, at))
        time.sleep(PAUSE_SECONDS)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--balancer", required=True, help="HOST:PORT")
    parser.add_argument("--samples", type=int, default=100)
    parser.add_argument("--at-once", type=int, default=1, help="pods that start together")
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
    for _ in range(CLIENTS):
        client = Client(options.balancer, app.host)
        threading.Thread(target=ask, args=(client, pods, over), daemon=True).start()
    replicas, told = 1, set()
    while len(told) < options.samples:
        replicas = 1 if replicas >= MOST else replicas + options.at_once
        app.scale(replicas)
        app.await_pods(replicas)
        there = {pod["metadata"]["name"] for pod in app.pods()}
        await_that("a request to each pod", lambda: there <= set(pods.reached))
        for pod, seconds in pods.measured().items():
            if pod not in told and pod not in first:
                told.add(pod)
                print(f"ready {seconds * 1000:.1f}", flush=True)
    over.set()
    app.delete()


if __name__ == "__main__":
    main()
