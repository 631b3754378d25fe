"""What a proxy is loaded with: one work a function, which runs it once and returns its figures.

Each returns units (requests, MiB or messages), seconds, errors, and p50, p99, p99.9 in µs, which
are None where the generator does not tell them.
"""

import collections
import json
import re
import subprocess
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
# Whether the work keeps the proxy busy without pause tells which rounds count.
Work = collections.namedtuple("Work", "title unit run saturates")


def output_of(command, seconds):
    return subprocess.run(
        command, check=True, capture_output=True, text=True, timeout=seconds + 60
    ).stdout


def wrk(options, connections, path="/", tls=False, headers=(), script="wrk.lua"):
    scheme, port = ("https", options.tls_port) if tls else ("http", options.port)
    command = ["wrk", "-t1", f"-c{connections}", f"-d{options.seconds}s", "--timeout=20s", "--latency"]
    command += ["-s", str(HERE / script), "-H", f"Host: {options.host}"]
    for header in headers:
        command += ["-H", header]
    command.append(f"{scheme}://127.0.0.1:{port}{path}")
    return json.loads(output_of(command, options.seconds).strip().splitlines()[-1])


def h2load(options, *arguments, port):
    with tempfile.NamedTemporaryFile(prefix="requests", dir=options.folder) as log:
        command = ["h2load", "-D", str(options.seconds), f"--log-file={log.name}", *arguments]
        command += [f"--connect-to=127.0.0.1:{port}", f"http://{options.host}:{port}/"]
        output = output_of(command, options.seconds)
        rows = [line.split("\t") for line in Path(log.name).read_text().splitlines()]
    micros = sorted(int(row[2]) for row in rows if row[1] == "200")
    failed = sum(map(int, re.search(r"(\d+) failed, (\d+) errored, (\d+) timeout", output).groups()))
    return {
        "units": len(micros),
        "seconds": options.seconds,
        "errors": failed + len(rows) - len(micros),
        **{f"p{name}_us": micros[int(len(micros) * share)] if micros else None for name, share in SHARES},
    }


SHARES = (("50", 0.5), ("99", 0.99), ("999", 0.999))


def constant(options):
    clients = 64
    rate = max(1, round(options.rate / clients))
    return h2load(options, "--h1", f"-c{clients}", f"--rps={rate}", port=options.port)


def websockets(options):
    command = [options.websocket_load, str(options.port), options.host, "1000", str(options.seconds)]
    return json.loads(output_of(command, options.seconds))


WORKS = {
    "http1-64": Work("HTTP/1.1, 64 connections", "requests", lambda o: wrk(o, 64), True),
    "http1-256": Work("HTTP/1.1, 256 connections", "requests", lambda o: wrk(o, 256), True),
    "constant": Work(
        "HTTP/1.1, 64 connections, half of nginx's greatest rate", "requests", constant, False
    ),
    "download": Work(
        "Answers of 1 MiB, 32 connections", "MiB", lambda o: wrk(o, 32, "/1m"), True
    ),
    "upload": Work(
        "Uploads of 1 MiB, 32 connections",
        "MiB",
        lambda o: wrk(o, 32, "/upload", script="upload.lua"),
        True,
    ),
    "http2": Work(
        "HTTP/2 in front, 100 streams of one connection",
        "requests",
        lambda o: h2load(o, "-c1", "-m100", port=o.http2_port),
        True,
    ),
    "http2-8": Work(
        "HTTP/2 in front, 100 streams of each of 8 connections",
        "requests",
        lambda o: h2load(o, "-c8", "-m100", port=o.http2_port),
        True,
    ),
    "tls-kept": Work(
        "TLS 1.3, 64 connections that are kept", "requests", lambda o: wrk(o, 64, tls=True), True
    ),
    "tls-new": Work(
        "TLS 1.3, a new connection for each request, 64 at once",
        "requests",
        lambda o: wrk(o, 64, tls=True, headers=["Connection: close"]),
        True,
    ),
    "websocket": Work("WebSockets, 1,000, echo of 32 bytes", "messages", websockets, True),
}
