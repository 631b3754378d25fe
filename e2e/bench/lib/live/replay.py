"""Sends so many requests in each second, evenly, over connections that are kept; an open loop.

A request that is due is sent whatever those before it do, over a connection that is idle or a new one.
"""

import asyncio
import sys
import time
from dataclasses import dataclass

TIMEOUT_SECONDS = 60
MOST_CONNECTIONS = 20_000


@dataclass
class Sent:
    answered: int = 0
    failed: int = 0


class Connections:
    def __init__(self, address, port):
        self._target = (address, port)
        self._idle = []

    async def get(self, request):
        """The status of the answer."""
        while self._idle:
            reader, writer = self._idle.pop()
            if not (reader.at_eof() or writer.is_closing()):
                break
        else:
            reader, writer = await asyncio.open_connection(*self._target)
        try:
            writer.write(request)
            head = await reader.readuntil(b"\r\n\r\n")
            await reader.readexactly(_length(head))
        except BaseException:
            writer.close()
            raise
        self._idle.append((reader, writer))
        return int(head[9:12])

    def close(self):
        for _, writer in self._idle:
            writer.close()


def _length(head):
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            return int(value)
    raise ValueError(f"an answer without content-length: {head[:200]}")


async def _one(connections, request, sent):
    try:
        status = await asyncio.wait_for(connections.get(request), TIMEOUT_SECONDS)
    except (OSError, EOFError, ValueError, asyncio.TimeoutError) as failure:
        print(f"a request failed: {failure!r}", file=sys.stderr)
        sent.failed += 1
        return
    if status == 200:
        sent.answered += 1
    else:
        print(f"a request was answered with {status}", file=sys.stderr)
        sent.failed += 1


async def _replay(address, port, request, arrivals, begin):
    connections, sent, open_ones = Connections(address, port), Sent(), set()
    for second, count in enumerate(arrivals):
        for number in range(count):
            wait = begin + second + number / count - time.time()
            if wait > 0:
                await asyncio.sleep(wait)
            if len(open_ones) >= MOST_CONNECTIONS:
                raise SystemExit(f"{MOST_CONNECTIONS} requests are open: the app does not keep up")
            task = asyncio.ensure_future(_one(connections, request, sent))
            open_ones.add(task)
            task.add_done_callback(open_ones.discard)
    if open_ones:
        await asyncio.wait(open_ones)
    connections.close()
    return sent


def replay(address, port, host, path, arrivals, begin):
    """Requests of each second from `begin`, seconds since the epoch, until all are answered."""
    request = f"GET {path} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode()
    return asyncio.run(_replay(address, port, request, arrivals, begin))
