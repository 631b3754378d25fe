"""Runs the simulator over loads and start-up times, and tells who has fewer replicas missing and pays less.

Each rival is compared by itself: with the same target, and with this project's target moved until it
pays as much, where requests that waited count.
"""

import argparse
import json
import pathlib
import subprocess
import sys

import made_up_loads

RIVALS = {"kpa": "KPA", "hpa": "HPA", "keda-http": "KEDA HTTP"}
TARGET = 10
# A higher one pays less.
TARGETS = [2, 3, 4, 5, 6, 7, 8, 9, TARGET, 11, 12, 13, 14, 16, 18, 20, 25, 30]
APP = """apiVersion: scaledapp.io/v1alpha1
kind: ScaledApp
metadata: {{name: app}}
spec:
  port: 3000
  template: {{spec: {{containers: [{{name: app, command: [app]}}]}}}}
  routing: {{queue: {{maxRequests: 10000, timeout: 30s}}, drainTimeout: 60s}}
  scaling: {{maxReplicas: 10000, metrics: [{{type: Concurrency, target: {target}}}]}}
"""


class Simulator:
    def __init__(self, program, work):
        self._program = program
        self._work = work

    def run(self, trace, factor, startup, policies, target=None):
        command = [self._program, "simulate", "--trace", trace, "--factor", str(factor)]
        command += ["--startup", startup, "--policy", ",".join(policies), "-o", "json"]
        if target is not None:
            file = self._work / f"target-{target}.yaml"
            file.write_text(APP.format(target=target))
            command += ["-f", file]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            sys.exit(f"{command}: {done.stderr}")
        figures = json.loads(done.stdout)
        return dict(zip(policies, figures.values() if len(policies) > 1 else [figures]))


def beats(one, other):
    """No worse in both, and better in one."""
    keys = ("aU", "replicaSeconds")
    return all(one[key] <= other[key] for key in keys) and any(one[key] < other[key] for key in keys)


def verdict(own, its):
    if beats(own, its):
        return "wins"
    return "**loses**" if beats(its, own) else "neither"


class AtEqualCost:
    """The figures of other targets, to find the one that pays as much as a rival."""

    def __init__(self, run, own):
        self._run = run
        self._known = {TARGET: own}

    def waited(self, its):
        """Requests over 1 s with the target that pays the most without paying more than the rival."""
        low, high = 0, len(TARGETS)
        while low < high:
            middle = (low + high) // 2
            if self._of(TARGETS[middle])["replicaSeconds"] <= its["replicaSeconds"]:
                high = middle
            else:
                low = middle + 1
        return self._of(TARGETS[low])["waitedOver1s"] if low < len(TARGETS) else None

    def _of(self, target):
        if target not in self._known:
            self._known[target] = self._run(target)
        return self._known[target]


def rows(simulator, name, trace, factor, startup, at_equal_cost):
    print(f"{name}, start-up {startup}", file=sys.stderr)
    figures = simulator.run(trace, factor, startup, ["scaledapp", *RIVALS, "oracle"])
    own = figures["scaledapp"]
    equal = AtEqualCost(
        lambda target: simulator.run(trace, factor, startup, ["scaledapp"], target)["scaledapp"], own
    )
    return [
        {
            "load": name,
            "startup": startup,
            "rival": rival,
            "verdict": verdict(own, figures[rival]),
            "own": own,
            "its": figures[rival],
            "oracle": figures["oracle"],
            "waitedAtEqualCost": equal.waited(figures[rival]) if at_equal_cost else None,
        }
        for rival in RIVALS
    ]


def table(results, at_equal_cost):
    columns = ["load", "start-up", "rival", "aU: ours, its, oracle's", "replica-seconds: ours, its, oracle's"]
    columns += ["k: ours, its", ""] + (["over 1 s at equal cost: ours, its"] if at_equal_cost else [])
    yield "| " + " | ".join(columns) + " |"
    yield "| --- " * len(columns) + "|"
    for row in results:
        own, its, oracle = row["own"], row["its"], row["oracle"]
        cells = [row["load"], row["startup"], RIVALS[row["rival"]]]
        cells.append(", ".join(f"{of['aU']:.4f}" for of in (own, its, oracle)))
        cells.append(" · ".join(f"{of['replicaSeconds']:,}" for of in (own, its, oracle)))
        cells += [", ".join(f"{of['k']:.4f}" for of in (own, its)), row["verdict"]]
        if at_equal_cost:
            waited = row["waitedAtEqualCost"]
            ours = "pays more with any" if waited is None else f"{waited:,}"
            cells.append(f"{ours} · {its['waitedOver1s']:,}")
        yield "| " + " | ".join(cells) + " |"


def tally(results):
    counts = {}
    for row in results:
        counts[row["verdict"]] = counts.get(row["verdict"], 0) + 1
    return ", ".join(f"{one}: {count}" for one, count in sorted(counts.items()))


def section(title, results, at_equal_cost):
    return ["", f"## {title}", "", *table(results, at_equal_cost), "", tally(results)]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", type=pathlib.Path, required=True)
    parser.add_argument("--work", type=pathlib.Path, required=True)
    parser.add_argument("--environment", type=pathlib.Path, required=True)
    parser.add_argument("--startups", required=True)
    parser.add_argument("--trace", action="append", default=[], help="FILE:FACTOR")
    parser.add_argument("--out", required=True)
    options = parser.parse_args()

    simulator = Simulator(options.program, options.work)
    made_up, given = [], []
    for name, numbers in made_up_loads.ALL.items():
        file = options.work / "load.txt"
        file.write_text("".join(f"{number}\n" for number in numbers))
        made_up += rows(simulator, name, file, 1, "8s", False)
    for trace in options.trace:
        file, factor = trace.rsplit(":", 1)
        name = f"{pathlib.Path(file).name.split('.')[0]} × {factor}"
        for startup in options.startups.split(","):
            given += rows(simulator, name, file, int(factor), startup, True)
    environment = dict(
        line.split("=", 1) for line in options.environment.read_text().splitlines() if line
    )
    lines = ["# The autoscaler beside others, simulated", ""]
    lines += ["One replica serves 10 requests of 200 ms at once; connections last 60 s. Each policy has its"]
    lines += ["documented defaults. *Wins*: no worse in aU and replica-seconds, and better in one."]
    lines += section("Made-up loads", made_up, False)
    if given:
        lines += section("Traces", given, True)
    lines += ["", "## Machine", "", *(f"- {name}: {value}" for name, value in environment.items())]
    pathlib.Path(options.out + ".md").write_text("\n".join(lines) + "\n")
    report = {"environment": environment, "madeUp": made_up, "traces": given}
    pathlib.Path(options.out + ".json").write_text(json.dumps(report, indent=1) + "\n")


if __name__ == "__main__":
    main()
