"""Turns lines of ROW and what its script printed into a Markdown report and a JSON file beside it.

A script prints lines of NAME NUMBER..., in milliseconds, and lines of JSON.
"""

import argparse
import json
from pathlib import Path

from report import table

LINES = {
    ("ready", "ready"): "pod Ready, as a watch tells, to its first request",
    ("ready-pairs", "ready"): "the same of two that start together",
    ("scale-up", "patched"): "decision to patched count, up",
    ("scale-down", "patched"): "decision to patched count, down",
}


def percentile(values, share):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def row(meaning, values):
    cells = [f"{percentile(values, share):,.0f}" for share in (0.5, 0.9, 0.99, 1)]
    return [meaning, *cells, str(len(values))]


def latencies(samples):
    rows = []
    for (name, kind), meaning in LINES.items():
        values = [numbers[0] for one, what, numbers in samples if (one, what) == (name, kind)]
        if values:
            rows.append(row(meaning, values))
    added = [total - start for _, what, (total, *rest) in samples if what == "activation" for start in rest]
    if added:
        rows.append(row("a request at zero, less the start of its pod", added))
    return table(["ms", "p50", "p90", "p99", "most", "samples"], rows)


def figures(name, values):
    lines = [f"- {key.replace('_', ' ')}: {shown(value)}" for key, value in values.items()]
    return "\n".join([f"## {name}", "", *lines, ""])


def shown(value):
    return f"{value:,.2f}" if isinstance(value, float) else json.dumps(value)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--environment", type=Path, required=True, help="name=value lines")
    parser.add_argument("--samples", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True, help="without an extension")
    options = parser.parse_args()

    samples, wholes = [], []
    for line in options.samples.read_text().splitlines():
        name, said = line.split(" ", 1)
        if said.startswith("{"):
            wholes.append((name, json.loads(said)))
        else:
            what, *numbers = said.split()
            samples.append((name, what, [float(number) for number in numbers]))
    environment = dict(line.split("=", 1) for line in options.environment.read_text().splitlines())
    raw = {"environment": environment, "milliseconds": samples, "figures": wholes}
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.with_suffix(".json").write_text(json.dumps(raw, indent=1) + "\n")
    machine = "\n".join(f"- {name}: {value}" for name, value in environment.items())
    parts = [latencies(samples), "", *(figures(*one) for one in wholes), "## Machine", "", machine]
    options.out.with_suffix(".md").write_text("\n".join(["# On a cluster", "", *parts, ""]))


if __name__ == "__main__":
    main()
