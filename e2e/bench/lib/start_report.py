"""Turns lines of APP MEASURE MILLISECONDS into a Markdown report and a JSON file beside it."""

import argparse
import json
from pathlib import Path
from statistics import median

from report import spread, table

MEASURES = {
    "up": "`up` to the first answer, all built",
    "clean": "`up` to the first answer in a fresh clone: builds ScaledApp and the app",
    "own": "the app by itself: its command to its first 200",
    "zero": "at zero replicas: a request to its answer",
}


def report(samples):
    rows = []
    for app in dict.fromkeys(app for app, _, _ in samples):
        taken = {m: [ms for a, n, ms in samples if (a, n) == (app, m)] for m in MEASURES}
        rows += [
            [app, meaning, spread(taken[name], 0), str(len(taken[name]))]
            for name, meaning in MEASURES.items()
            if taken[name]
        ]
        if taken["zero"] and taken["own"]:
            added = median(taken["zero"]) - median(taken["own"])
            rows.append([app, "what ScaledApp adds to a start from zero", f"{added:,.0f}", ""])
    return table(["app", "from … to …", "ms: median (least–greatest)", "runs"], rows)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--environment", type=Path, required=True, help="name=value lines")
    parser.add_argument("--samples", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True, help="without an extension")
    options = parser.parse_args()

    lines = [line.split() for line in options.samples.read_text().splitlines()]
    samples = [(app, measure, int(ms)) for app, measure, ms in lines]
    environment = dict(line.split("=", 1) for line in options.environment.read_text().splitlines())
    options.out.parent.mkdir(parents=True, exist_ok=True)
    raw = {"environment": environment, "milliseconds": samples}
    options.out.with_suffix(".json").write_text(json.dumps(raw, indent=2) + "\n")
    machine = "\n".join(f"- {name}: {value}" for name, value in environment.items())
    text = f"# Start-up times\n\n{report(samples)}\n\n## Machine\n\n{machine}\n"
    options.out.with_suffix(".md").write_text(text)


if __name__ == "__main__":
    main()
