"""Turns what was measured into a Markdown report and a JSON file beside it."""

import argparse
import json
from pathlib import Path

AGREEMENT_AIM = 0.95


def table(rows):
    return ["| | |", "| --- | ---: |", *[f"| {name} | {value} |" for name, value in rows]]


def agreement(result):
    return [
        "## The simulator beside a real cluster",
        "",
        f"The first {result['seconds']} s of `{result['trace']}` × {result['factor']} in real time against an"
        f" Express app: {result['askedMs']} ms a request, {result['target']} at once a replica. The same"
        " requests in the simulator, with the same file, the pods' median start-up and the mean time that"
        " requests were with their replicas, as the balancers measured it; nothing is shifted or fitted.",
        "",
        *table(
            [
                ("requests sent", f"{result['sent']:,}"),
                ("failed", f"{result['failed']:,}"),
                ("median start-up of a pod", f"{result['startupMs'] / 1000:.1f} s"),
                ("a request's time, mean", f"{result['serviceMs']} ms"),
                ("replicas live, mean (most)", f"{result['liveMean']:.2f} ({result['liveMost']})"),
                ("replicas simulated, mean (most)", f"{result['simulatedMean']:.2f} ({result['simulatedMost']})"),
                ("seconds in which they differ by no more than 1", f"{result['within']:.1%} (aim {AGREEMENT_AIM:.0%})"),
                ("greatest difference", result["greatest"]),
            ]
        ),
        "",
    ]


def halved(result):
    return [
        f"## {result['whole']} replicas to {result['half']} and back",
        "",
        f"{result['rate']:,} requests a second, each of {result['requestMs'] / 1000:.0f} s, all the time.",
        "",
        *table(
            [
                ("requests sent", f"{result['sent']:,}"),
                ("failed", f"{result['failed']:,} (aim 0)"),
                ("until half of the pods were gone", f"{result['downSeconds']:.1f} s"),
                ("until all were ready again", f"{result['upSeconds']:.1f} s"),
            ]
        ),
        "",
    ]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--environment", type=Path, required=True)
    parser.add_argument("--agreement", type=Path, required=True, help="left out if there is none")
    parser.add_argument("--halved", type=Path, required=True, help="left out if there is none")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()

    lines, results = ["# Live on a cluster", ""], {}
    for name, section in (("agreement", agreement), ("halved", halved)):
        file = getattr(options, name)
        if file.exists():
            results[name] = json.loads(file.read_text(encoding="ascii"))
            lines += section(results[name])
    environment = options.environment.read_text(encoding="utf-8").splitlines()
    lines += ["## Machine", "", *[f"- {line.replace('=', ': ', 1)}" for line in environment]]
    Path(f"{options.out}.md").write_text("\n".join(lines) + "\n", encoding="utf-8")
    Path(f"{options.out}.json").write_text(json.dumps(results) + "\n", encoding="ascii")


if __name__ == "__main__":
    main()
