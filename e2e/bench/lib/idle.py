"""Opens connections that have one answer each and then are idle, and prints what they cost as JSON.

The proxy answers a thousand requests first, so that what its first ones allocate is not counted.
"""

import argparse
import json
import resource
import socket
import time

from round import process_tree, rss_mib

KIB_OF_MIB = 1024
WARM_UP = 1_000
SETTLES_SECONDS = 5


def ask(connection, host):
    connection.sendall(f"GET / HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
    answer = b""
    while b"\r\n\r\n" not in answer or len(answer.partition(b"\r\n\r\n")[2]) < 100:
        part = connection.recv(4096)
        if not part:
            raise SystemExit("idle.py: the proxy closed a connection")
        answer += part
    if not answer.startswith(b"HTTP/1.1 200"):
        raise SystemExit(f"idle.py: the proxy answered {answer.splitlines()[0]}")


def connect(port):
    return socket.create_connection(("127.0.0.1", port), timeout=30)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--proxy", required=True)
    parser.add_argument("--pid", type=int, required=True)
    parser.add_argument("--host", required=True)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--connections", type=int, required=True)
    options = parser.parse_args()
    files = options.connections + 100
    resource.setrlimit(resource.RLIMIT_NOFILE, (files, max(files, resource.getrlimit(resource.RLIMIT_NOFILE)[1])))

    with connect(options.port) as connection:
        for _ in range(WARM_UP):
            ask(connection, options.host)
    time.sleep(SETTLES_SECONDS)
    before = rss_mib(process_tree(options.pid))
    idle = []
    for _ in range(options.connections):
        connection = connect(options.port)
        ask(connection, options.host)
        idle.append(connection)
    time.sleep(SETTLES_SECONDS)
    after = rss_mib(process_tree(options.pid))
    # All of them are still there.
    for connection in idle:
        ask(connection, options.host)
    print(
        json.dumps(
            {
                "proxy": options.proxy,
                "connections": options.connections,
                "before_mib": before,
                "after_mib": after,
                "kib_each": (after - before) * KIB_OF_MIB / options.connections,
            }
        )
    )


if __name__ == "__main__":
    main()
