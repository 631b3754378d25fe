"""Replays a trace against a real app, and compares its ready replicas with the simulator's.

The simulator is run twice: first for the requests of each second, which are then sent, and again with
the start-up that the pods of the replay turned out to have, and the time that their answers took, as
the balancers measured it. Nothing is shifted or fitted.
"""

import argparse
import csv
import gzip
import json
import subprocess
import threading
import time
from pathlib import Path
from statistics import median

from api import is_ready
from real_app import RealApp
from replay import replay

NAMESPACE = "bench-live"
# Live counts are read at the end of a second, for which the simulator's stand too.
SAMPLE_AT = 1.0
WITHIN = 1


class Pods:
    """What a watch tells: which pods are ready and not on their way out, and how long starts took."""

    def __init__(self):
        self._lock = threading.Lock()
        self._serving = set()
        self._added = {}
        self.startups = {}

    def see(self, now, kind, pod):
        meta = pod["metadata"]
        name = meta["name"]
        leaving = kind == "DELETED" or "deletionTimestamp" in meta
        victim = "scaledapp.io/victim" in meta.get("annotations", {})
        draining = "scaledapp.io/drain-since" in meta.get("annotations", {})
        with self._lock:
            if kind == "ADDED" and not is_ready(pod):
                self._added[name] = now
            if is_ready(pod) and not (leaving or victim or draining):
                self._serving.add(name)
                if name in self._added:
                    self.startups.setdefault(name, now - self._added[name])
            else:
                self._serving.discard(name)

    def serving(self):
        with self._lock:
            return len(self._serving)


def beginning_of(trace, seconds, out):
    opened = gzip.open if str(trace).endswith(".gz") else open
    with opened(trace, "rt", encoding="ascii") as lines:
        numbers = [line.strip() for _, line in zip(range(seconds), lines)]
    out.write_text("\n".join(numbers) + "\n", encoding="ascii")


def simulate(options, trace, manifest, startup_ms, service_ms):
    series = options.work / "series.csv"
    command = [options.program, "simulate", "--trace", trace, "--factor", str(options.factor)]
    command += ["--target", str(options.target), "--service-time", f"{service_ms}ms"]
    command += ["--startup", f"{startup_ms}ms", "--series", series, "-f", manifest]
    subprocess.run([str(part) for part in command], check=True, stdout=subprocess.DEVNULL)
    with open(series, encoding="ascii") as file:
        return [{key: float(value) for key, value in row.items()} for row in csv.DictReader(file)]


def scaling_of(options):
    return {
        "minReplicas": 1,
        "maxReplicas": 40,
        "metrics": [{"type": "Concurrency", "target": options.target}],
    }


def routing_of(options):
    return {
        "maxConcurrencyPerReplica": options.target,
        "queue": {"maxRequests": 10_000, "timeout": "30s"},
    }


class Balancers:
    """What their metrics tell of one app, all together."""

    _POD = "/api/v1/namespaces/scaledapp/pods"

    def __init__(self, api, app):
        self._api = api
        self._app = f'app="{app}"'

    def seconds_and_requests(self):
        """Seconds that requests were with replicas, which is without their waits; and how many requests."""
        pods = self._api.get(f"{self._POD}?labelSelector=app.kubernetes.io/component=balancer")
        lines = []
        for pod in pods["items"]:
            path = f"{self._POD}/{pod['metadata']['name']}:9091/proxy/metrics"
            lines += self._api.text(path).splitlines()
        took = self._sum(lines, "requests_duration_seconds_sum")
        waited = self._sum(lines, "queue_wait_seconds_sum")
        return took - waited, self._sum(lines, "requests_duration_seconds_count")

    def _sum(self, lines, name):
        begin = f"scaledapp_balancer_{name}{{"
        of_app = [line for line in lines if line.startswith(begin) and self._app in line]
        return sum(float(line.rsplit(" ", 1)[1]) for line in of_app)


def sample(pods, seconds, begin):
    counts = []
    for second in range(seconds):
        time.sleep(max(0.0, begin + second + SAMPLE_AT - time.time()))
        counts.append(pods.serving())
    return counts


def live(options, app, arrivals):
    pods = Pods()
    app.api.watch(app.pods_path, pods.see, "0")
    # A watch from version 0 begins with what is there.
    time.sleep(2)
    address, port = options.balancer.split(":")
    begin = time.time() + 2
    counts = []
    sampler = threading.Thread(target=lambda: counts.extend(sample(pods, len(arrivals), begin)))
    sampler.start()
    path = f"/slow?ms={options.service_time}"
    sent = replay(address, int(port), app.host, path, arrivals, begin)
    sampler.join()
    return counts, list(pods.startups.values()), sent


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", type=Path, required=True)
    parser.add_argument("--trace", type=Path, required=True)
    parser.add_argument("--factor", type=int, required=True)
    parser.add_argument("--seconds", type=int, required=True)
    parser.add_argument("--target", type=int, required=True)
    parser.add_argument("--service-time", type=int, required=True, help="milliseconds")
    parser.add_argument("--balancer", required=True, help="HOST:PORT")
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()

    trace = options.work / "trace"
    beginning_of(options.trace, options.seconds, trace)
    app = RealApp(NAMESPACE, "live", scaling_of(options), routing_of(options))
    manifest = options.work / "scaledapp.yaml"
    manifest.write_text(app.manifest(), encoding="ascii")
    arrivals = [int(row["requests"]) for row in simulate(
        options, trace, manifest, 5000, options.service_time)]
    app.create()
    app.await_pods(1)
    balancers = Balancers(app.api, f"{NAMESPACE}/live")
    counts, startups, sent = live(options, app, arrivals)
    seconds, requests = balancers.seconds_and_requests()
    service = round(seconds / requests * 1000)
    if not startups:
        raise SystemExit("no pod was started in the replay: take a greater --factor")
    startup = round(median(startups) * 1000)
    simulated = [int(row["ready"]) for row in simulate(
        options, trace, manifest, startup, service)]
    apart = [abs(one - other) for one, other in zip(counts, simulated)]
    result = {
        "trace": options.trace.name,
        "factor": options.factor,
        "target": options.target,
        "askedMs": options.service_time,
        "serviceMs": service,
        "seconds": len(arrivals),
        "sent": sent.answered + sent.failed,
        "failed": sent.failed,
        "startupMs": startup,
        "liveMean": sum(counts) / len(counts),
        "liveMost": max(counts),
        "simulatedMean": sum(simulated) / len(simulated),
        "simulatedMost": max(simulated),
        "within": sum(one <= WITHIN for one in apart) / len(apart),
        "greatest": max(apart),
        "live": counts,
        "simulated": simulated,
    }
    options.out.write_text(json.dumps(result) + "\n", encoding="ascii")
    app.delete()


if __name__ == "__main__":
    main()
