"""Turns samples of idle connections, one JSON object a line, into Markdown and JSON."""

import argparse
import json
from pathlib import Path

from report import spread, table

FIGURES = [("before_mib", "before, MiB", 0), ("after_mib", "with them, MiB", 0), ("kib_each", "KiB each", 1)]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--environment", type=Path, required=True, help="name=value lines")
    parser.add_argument("--samples", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True, help="without an extension")
    options = parser.parse_args()

    samples = [json.loads(line) for line in options.samples.read_text().splitlines()]
    environment = dict(line.split("=", 1) for line in options.environment.read_text().splitlines())
    rows = []
    for proxy in dict.fromkeys(sample["proxy"] for sample in samples):
        own = [sample for sample in samples if sample["proxy"] == proxy]
        rows.append([proxy, *(spread([one[key] for one in own], digits) for key, _, digits in FIGURES)])
    lines = [
        f"# {samples[0]['connections']:,} idle connections",
        "",
        "Resident memory before and with connections that have had one answer each. Median (least–greatest)"
        f" of {len(samples) // len(rows)} processes.",
        "",
        table(["", *(heading for _, heading, _ in FIGURES)], rows),
        "",
        "## Machine",
        "",
        *(f"- {name}: {value}" for name, value in environment.items()),
    ]
    options.out.with_suffix(".md").write_text("\n".join(lines) + "\n")
    raw = {"environment": environment, "samples": samples}
    options.out.with_suffix(".json").write_text(json.dumps(raw, indent=2) + "\n")


if __name__ == "__main__":
    main()
