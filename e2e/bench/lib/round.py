"""Loads one proxy once with one work and prints what that cost as one line of JSON.

A round counts only if the proxy was the bottleneck and had its core to itself: the core at least 95 %
busy, unless the work has a constant rate, at most 5 % of it with other processes' work, and no error.
"""

import argparse
import functools
import gzip
import json
import os
from pathlib import Path

from works import WORKS

TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")
LEAST_BUSY = 0.95
MOST_FOREIGN = 0.05


def process_tree(root):
    """The process and all its descendants, by the parent in /proc/PID/stat."""
    children = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(fields(stat)[1])
        except (FileNotFoundError, ProcessLookupError):
            continue
        children.setdefault(parent, []).append(int(stat.parent.name))
    tree = [root]
    for pid in tree:
        tree.extend(children.get(pid, []))
    return tree


def fields(stat):
    """The fields after the command, which may hold spaces: state, ppid, ..."""
    return stat.read_text().rpartition(")")[2].split()


def cpu_seconds(pids):
    def ticks(pid):
        user, system = fields(Path(f"/proc/{pid}/stat"))[11:13]
        return int(user) + int(system)

    return sum(ticks(pid) for pid in pids) / TICKS_PER_SECOND


def rss_mib(pids):
    """Pages that processes share are counted for each of them."""
    pages = sum(int(Path(f"/proc/{pid}/statm").read_text().split()[1]) for pid in pids)
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def core_seconds(core):
    """Seconds of the core since boot: all, busy, and busy with interrupts."""
    for line in Path("/proc/stat").read_text().splitlines():
        name, *ticks = line.split()
        if name == f"cpu{core}":
            user, nice, system, idle, iowait, irq, softirq, steal = map(int, ticks[:8])
            busy = user + nice + system + irq + softirq
            return [t / TICKS_PER_SECOND for t in (busy + idle + iowait + steal, busy, irq + softirq)]
    raise SystemExit(f"round.py: /proc/stat knows no core {core}")


@functools.cache
def interrupts_are_apart():
    """Whether the kernel keeps the time in interrupts, network packets above all, out of the time of
    the process that they interrupt. Unknown counts as no, which voids more rounds rather than fewer.
    """
    option = b"CONFIG_IRQ_TIME_ACCOUNTING=y"
    for path, read in (("/proc/config.gz", gzip.open), (f"/boot/config-{os.uname().release}", open)):
        if Path(path).exists():
            with read(path, "rb") as config:
                return option in config.read()
    return False


def void_reason(row):
    if row["errors"] > 0:
        return f"{row['errors']} errors"
    if WORKS[row["work"]].saturates and row["core_busy"] < LEAST_BUSY:
        return f"core {row['core_busy']:.1%} busy"
    if row["core_foreign"] > MOST_FOREIGN:
        return f"{row['core_foreign']:.0%} of the core used by others"
    return None


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--proxy", required=True)
    parser.add_argument("--work", required=True, choices=WORKS)
    parser.add_argument("--round", type=int, required=True)
    parser.add_argument("--pid", type=int, required=True)
    parser.add_argument("--core", type=int, required=True)
    parser.add_argument("--seconds", type=int, required=True)
    parser.add_argument("--host", required=True)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--http2-port", type=int, required=True)
    parser.add_argument("--tls-port", type=int, required=True)
    parser.add_argument("--rate", type=float, default=0, help="requests/s where it is constant")
    parser.add_argument("--websocket-load", help="the program")
    parser.add_argument("--work-folder", dest="folder", required=True)
    options = parser.parse_args()

    pids = process_tree(options.pid)
    core_before, cpu_before = core_seconds(options.core), cpu_seconds(pids)
    result = WORKS[options.work].run(options)
    core_after, cpu_after = core_seconds(options.core), cpu_seconds(pids)

    whole, busy, interrupts = (after - before for after, before in zip(core_after, core_before))
    cpu = cpu_after - cpu_before
    own = cpu + interrupts if interrupts_are_apart() else cpu
    units = max(result["units"], 1)
    row = {
        "proxy": options.proxy,
        "work": options.work,
        "round": options.round,
        "rate": result["units"] / result["seconds"],
        "cpu_us": cpu / units * 1e6,
        "p50_ms": result["p50_us"] and result["p50_us"] / 1000,
        "p99_ms": result["p99_us"] and result["p99_us"] / 1000,
        "p999_ms": result["p999_us"] and result["p999_us"] / 1000,
        "rss_mib": rss_mib(pids),
        "errors": result["errors"],
        "core_busy": busy / whole,
        "core_foreign": max(0, busy - own) / whole,
    }
    row["void"] = void_reason(row)
    print(json.dumps(row))


if __name__ == "__main__":
    main()
