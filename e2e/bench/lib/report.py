"""Turns rounds, one JSON object a line, into a Markdown report and a JSON file beside it.

Every figure is the median of the rounds that counted, with the least and the greatest. A ratio is
taken within each round in which both proxies counted, so that what slows the machine for a while
slows both sides of it.
"""

import argparse
import collections
import json
from pathlib import Path
from statistics import median

from round import MOST_FOREIGN
from works import WORKS

# What is compared: key, heading, digits.
FIGURES = [
    ("rate", "{}/s", 0),
    ("cpu_us", "CPU µs each", 1),
    ("p50_ms", "p50 ms", 2),
    ("p99_ms", "p99 ms", 2),
    ("p999_ms", "p99.9 ms", 2),
    ("rss_mib", "RSS MiB", 0),
]
SUBJECT = "scaledapp"
# With fewer rounds that count, the cost of those that do not is told as well.
FEWEST = 3


def spread(values, digits):
    if not values:
        return "–"
    low, middle, high = (f"{v:,.{digits}f}" for v in (min(values), median(values), max(values)))
    return f"{middle} ({low}–{high})"


def table(head, rows):
    lines = [head, ["---"] + ["---:"] * (len(head) - 1), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def headings(work):
    return [heading.format(WORKS[work].unit) for _, heading, _ in FIGURES]


def figures_table(work, rounds, proxies):
    head = ["", *headings(work), "rounds counted"]
    rows = []
    for proxy in proxies:
        tried = [r for r in rounds if r["proxy"] == proxy]
        counted = [r for r in tried if not r["void"]]
        cells = [spread([r[key] for r in counted if r[key] is not None], digits) for key, _, digits in FIGURES]
        rows.append([proxy, *cells, f"{len(counted)} of {len(tried)}"])
    return table(head, rows)


def ratios(rounds, peer):
    """Figure to the ratios of the subject to the peer, one for each round in which both counted."""
    counted = {(r["proxy"], r["round"]): r for r in rounds if not r["void"]}
    pairs = [
        (counted[SUBJECT, number], counted[peer, number])
        for proxy, number in sorted(counted)
        if proxy == SUBJECT and (peer, number) in counted
    ]
    return {
        key: [ours[key] / theirs[key] for ours, theirs in pairs if ours[key] and theirs[key]]
        for key, _, _ in FIGURES
    }


def ratios_table(work, rounds, peers):
    rows = []
    for peer in peers:
        values = ratios(rounds, peer)
        cells = [spread(values[key], 2) for key, _, _ in FIGURES]
        rows.append([f"{SUBJECT} / {peer}", *cells, str(len(values["cpu_us"]))])
    return table(["ratio", *headings(work), "pairs"], rows)


def unsaturated_tables(work, rounds, peers):
    """Where the load is what limits: what a unit costs each proxy, which tells how many a full core carries."""
    if sum(r["proxy"] == SUBJECT and not r["void"] for r in rounds) >= FEWEST:
        return []
    alone = [{**r, "void": None} for r in rounds if not r["errors"] and r["core_foreign"] <= MOST_FOREIGN]
    rows = []
    for peer in [SUBJECT, *peers]:
        costs = [r["cpu_us"] for r in alone if r["proxy"] == peer]
        ratio = "" if peer == SUBJECT else spread(ratios(alone, peer)["cpu_us"], 2)
        rows.append([peer, spread(costs, 1), ratio, str(len(costs))])
    return [
        "The load was not enough for a full core in most rounds. What a unit costs, in all of them that had"
        " the core to themselves:",
        "",
        table(["", "CPU µs each", f"{SUBJECT}'s in ratio to it", "rounds"], rows),
        "",
    ]


def void_in_short(reason):
    if reason.endswith("busy"):
        return "the core was not full"
    return "errors" if reason.endswith("errors") else "others used the core"


def voids(rounds):
    """How many rounds of each proxy did not count, and why, in one line a work."""
    counts = collections.Counter(
        (r["work"], r["proxy"], void_in_short(r["void"])) for r in rounds if r["void"]
    )
    lines = [f"- {work}, {proxy}: {count} ({why})" for (work, proxy, why), count in counts.items()]
    return ["Rounds that did not count:", "", *lines, ""] if lines else []


def markdown(title, environment, rounds):
    proxies = list(dict.fromkeys(r["proxy"] for r in rounds))
    peers = [p for p in proxies if p != SUBJECT] if SUBJECT in proxies else []
    lines = [f"# {title}", "", environment.pop("how"), ""]
    for work in dict.fromkeys(r["work"] for r in rounds):
        chosen = [r for r in rounds if r["work"] == work]
        lines += [f"## {WORKS[work].title}", "", figures_table(work, chosen, proxies), ""]
        if peers:
            lines += [ratios_table(work, chosen, peers), ""]
            lines += unsaturated_tables(work, chosen, peers)
    lines += voids(rounds)
    lines += ["## Machine", "", *(f"- {name}: {value}" for name, value in environment.items())]
    return "\n".join(lines) + "\n"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--title", required=True)
    parser.add_argument("--environment", type=Path, required=True, help="name=value lines")
    parser.add_argument("--rounds", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True, help="without an extension")
    options = parser.parse_args()

    rounds = [json.loads(line) for line in options.rounds.read_text().splitlines()]
    environment = dict(
        line.split("=", 1) for line in options.environment.read_text().splitlines()
    )
    options.out.parent.mkdir(parents=True, exist_ok=True)
    raw = f'{{"environment": {json.dumps(environment, indent=2)},\n"rounds": [\n'
    raw += ",\n".join(json.dumps(row) for row in rounds) + "\n]}\n"
    options.out.with_suffix(".json").write_text(raw)
    options.out.with_suffix(".md").write_text(markdown(options.title, dict(environment), rounds))


if __name__ == "__main__":
    main()
