"""Deletes a balancer while pods ask for apps by their names in the cluster.

Prints a line of JSON: seconds from the deletion until no slice leads to the balancer, and from the
readiness of its successor until every slice leads to that; and what the clients saw.
"""

import argparse
import collections
import datetime
import json
import pathlib
import re
import subprocess
import sys
import time

from api import Api, await_that, is_ready
from operators import PODS, pods
from real_app import RealApp

REAL = "bench-real"
CLIENT = pathlib.Path(__file__).parents[3] / "src/test/resources/apps/client.js"
# What they ask for must not fill the machine, of which the control plane has the other part.
PAUSE_MILLIS = "50"
SLICES = "/apis/discovery.k8s.io/v1/endpointslices"


def kubectl(*arguments):
    command = ["kubectl", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def start_client(name):
    kubectl(
        "run",
        f"client-{name}",
        f"--namespace={REAL}",
        "--image=docker.io/scaledapp-e2e/nodejs:latest",
        "--image-pull-policy=IfNotPresent",
        "--restart=Never",
        "--command",
        "--",
        "node",
        "-e",
        CLIENT.read_text(),
        f"http://{name}",
        "",
        PAUSE_MILLIS,
    )


class Slices:
    """Which addresses each slice leads new connections to, and when each list of them changed."""

    def __init__(self, api):
        self.addresses = {}
        self.changes = []
        self._slices_of = collections.Counter()
        items, version = api.objects(SLICES)
        for item in items:
            self._take(item)
        api.watch(SLICES, lambda now, _, item: self._see(now, item), version)

    def _see(self, now, item):
        if self._take(item):
            self.changes.append(now)

    def _take(self, item):
        labels = item["metadata"].get("labels", {})
        if labels.get("endpointslice.kubernetes.io/managed-by") != "scaledapp.io":
            return False
        name = (item["metadata"]["namespace"], item["metadata"]["name"])
        led_to = {
            address
            for endpoint in item["endpoints"] or []
            if endpoint["conditions"].get("ready", True)
            for address in endpoint["addresses"]
        }
        before = self.addresses.get(name, set())
        self._slices_of.subtract(before)
        self._slices_of.update(led_to)
        self.addresses[name] = led_to
        return before != led_to

    def count(self, address):
        return self._slices_of[address]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--names", type=int, default=3, help="apps that pods ask for")
    options = parser.parse_args()

    api = Api()
    names = [f"asked-{number}" for number in range(options.names)]
    apps = [RealApp(REAL, name, {"maxReplicas": 2}, {}) for name in names]
    for app in apps:
        app.create()
    for app, name in zip(apps, names):
        app.await_pods(1)
        start_client(name)
    time.sleep(15)
    slices = Slices(api)
    before = pods(api, "balancer")
    victim = before[0]
    address = victim["status"]["podIP"]
    begin = time.time()
    api.open(f"{PODS}/{victim['metadata']['name']}", "DELETE")
    await_that("no slice leads to it", lambda: slices.count(address) == 0, 600)
    left = time.time()
    known = {pod["metadata"]["name"] for pod in before}

    def successor():
        fresh = [pod for pod in pods(api, "balancer") if pod["metadata"]["name"] not in known]
        return next(filter(is_ready, fresh), None)

    fresh = await_that("another balancer is ready", successor, 300)
    ready = time.time()
    await_that(
        "every slice leads to the other one",
        lambda: slices.count(fresh["status"]["podIP"]) == len(slices.addresses),
        600,
    )
    joined = time.time()
    time.sleep(10)
    logs = [kubectl("logs", f"--namespace={REAL}", f"client-{name}") for name in names]
    # A name that has just been made is not known on the node at once.
    since = datetime.datetime.fromtimestamp(begin, datetime.UTC).strftime("%Y-%m-%dT%H:%M:%S")
    failures = [
        line
        for log in logs
        for line in log.splitlines()
        if line.startswith("failed") and line.split()[1] >= since
    ]
    print(*failures[:10], sep="\n", file=sys.stderr)
    print(
        json.dumps(
            {
                "slices": len(slices.addresses),
                "slice_changes": len(slices.changes),
                "left_seconds": left - begin,
                "ready_seconds": ready - begin,
                "joined_seconds": joined - begin,
                "joined_after_ready_seconds": joined - ready,
                "answered": sum(int(re.findall(r"answered (\d+)", log)[-1]) for log in logs),
                "failed": len(failures),
            }
        )
    )
    for app, name in zip(apps, names):
        app.delete()
        kubectl("delete", "pod", f"--namespace={REAL}", f"client-{name}", "--wait=false")


if __name__ == "__main__":
    main()
