"""The counts of ReplicaSets as a watch tells them, beside what was decided."""

import threading


class Counts:
    """Each change of a count: (time, app, count). The app is NAMESPACE/NAME."""

    def __init__(self, api, namespace):
        self._lock = threading.Lock()
        self._latest = {}
        self.changes = []
        path = f"/apis/apps/v1/namespaces/{namespace}/replicasets"
        items, version = api.objects(path)
        for item in items:
            self._latest[item["metadata"]["name"]] = item["spec"]["replicas"]
        api.watch(path, self._see, version)

    def _see(self, now, kind, item):
        name, count = item["metadata"]["name"], item["spec"]["replicas"]
        with self._lock:
            if kind != "DELETED" and self._latest.get(name) != count:
                self._latest[name] = count
                self.changes.append((now, app(item), count))

    def since(self, time):
        with self._lock:
            return [change for change in self.changes if change[0] >= time]


def app(item):
    metadata = item["metadata"]
    return f"{metadata['namespace']}/{metadata['labels']['scaledapp.io/app']}"


def matched(decisions, changes):
    """Seconds from each decision to its count in the cluster; None for one that is not there."""
    by_app = {}
    for at, name, count in changes:
        by_app.setdefault(name, []).append((at, count))
    latencies = []
    for at, name, count, _ in decisions:
        # Logged a moment before the loop acts on it, by the same clock.
        done = [seen for seen, to in by_app.get(name, []) if to == count and seen >= at]
        latencies.append(done[0] - at if done else None)
    return latencies


def undue(decisions, changes):
    """Changes of counts that nobody decided, nor are on the way from one count to a decided one."""
    ways = {}
    for _, name, count, before in decisions:
        ways.setdefault(name, []).append(range(min(count, before), max(count, before) + 1))
    return [one for one in changes if not any(one[2] in way for way in ways.get(one[1], []))]
