"""The operators on the node: who leads, what they log, and what they take of the machine."""

import json
import re
import subprocess
import threading
import time

NAMESPACE = "scaledapp"
LEASE = f"/apis/coordination.k8s.io/v1/namespaces/{NAMESPACE}/leases/scaledapp-operator"
PODS = f"/api/v1/namespaces/{NAMESPACE}/pods"
# In bytes: the use of memory, and the inactive pages of files in it; of cgroup v1 or v2.
WORKING_SET = """
for d in $(find /sys/fs/cgroup -type d -name 'pod{uid}'); do
  cat $d/memory.usage_in_bytes $d/memory.current 2>/dev/null
  sed -n 's/^\\(total_\\)*inactive_file //p' $d/memory.stat | tail -n 1
done; true"""


def pods(api, component):
    items = api.get(f"{PODS}?labelSelector=app.kubernetes.io%2Fcomponent%3D{component}")["items"]
    return [pod for pod in items if "deletionTimestamp" not in pod["metadata"]]


def leader(api):
    """The pod that holds the Lease; None when nobody does."""
    holder = api.get(LEASE)["spec"].get("holderIdentity") or ""
    name = holder.rpartition("_")[0]
    return next((pod for pod in pods(api, "operator") if pod["metadata"]["name"] == name), None)


def decisions(api, pod, since):
    """(time, app, count, count before) of each change of a count that the operator logged after `since`."""
    text = api.text(f"{PODS}/{pod['metadata']['name']}/log?sinceTime={_timestamp(since)}")
    return [one for one in map(_decision, text.splitlines()) if one and one[0] >= since]


def _timestamp(seconds):
    # The kubelet compares with a precision of seconds.
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(seconds - 1))


def _decision(line):
    if '"SCALED"' not in line:
        return None
    said = json.loads(line)
    words = {key: value for pair in said["kvpList"] for key, value in pair.items()}
    counts = re.match(r"(\d+) → (\d+)", said["formattedMessage"])
    return said["timestamp"] / 1000, words["app"], int(counts[2]), int(counts[1])


class Usage:
    """Samples a pod's process each second, on a thread of its own, until it is stopped."""

    def __init__(self, node, pod):
        self._node = node
        self._pod_uid = pod["metadata"]["uid"]
        self._pid = self._run(
            f"for p in $(pgrep -x java); do grep -q {self._pod_uid} /proc/$p/cgroup && echo $p; done; true"
        ).strip()
        self.samples = []
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._sample, daemon=True)
        self._thread.start()

    def _run(self, script):
        command = ["docker", "exec", self._node, "sh", "-c", script]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout

    def _sample(self):
        while not self._over.wait(1):
            text = self._run(f"cat /proc/{self._pid}/status /proc/{self._pid}/stat")
            ticks = text.splitlines()[-1].rpartition(")")[2].split()
            self.samples.append(
                {
                    "at": time.time(),
                    "rss_mib": int(re.search(r"VmRSS:\s+(\d+)", text)[1]) / 1024,
                    "peak_mib": int(re.search(r"VmHWM:\s+(\d+)", text)[1]) / 1024,
                    "cpu_seconds": (int(ticks[11]) + int(ticks[12])) / 100,
                }
            )

    def _working_set_mib(self):
        """What counts against the pod's limit: all but the pages of files that nobody used lately."""
        numbers = self._run(WORKING_SET.format(uid=self._pod_uid)).split()
        return (int(numbers[0]) - int(numbers[1])) / 2**20

    def stop(self):
        """{cores, working_set_mib, rss_mib, peak_mib}: over the time, at its end, and of
        the process with the files that it shares."""
        self._over.set()
        self._thread.join()
        first, last = self.samples[0], self.samples[-1]
        return {
            "cores": (last["cpu_seconds"] - first["cpu_seconds"]) / (last["at"] - first["at"]),
            "working_set_mib": self._working_set_mib(),
            "rss_mib": max(sample["rss_mib"] for sample in self.samples),
            "peak_mib": last["peak_mib"],
        }
