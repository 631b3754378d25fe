"""Reads from an API server as a kubeconfig names it, with nothing but the standard library."""

import base64
import http.client
import json
import os
import re
import ssl
import sys
import tempfile
import threading
import time


def _context(kubeconfig):
    """TLS with the client certificate that the kubeconfig holds."""
    context = ssl.create_default_context(cadata=_decoded(kubeconfig, "certificate-authority-data"))
    with tempfile.NamedTemporaryFile("w") as pem:
        pem.write(_decoded(kubeconfig, "client-certificate-data"))
        pem.write(_decoded(kubeconfig, "client-key-data"))
        pem.flush()
        context.load_cert_chain(pem.name)
    return context


def _decoded(kubeconfig, field):
    return base64.b64decode(re.search(f"{field}: (\\S+)", kubeconfig)[1]).decode()


class Api:
    """Each call has a connection of its own."""

    def __init__(self, path=None):
        with open(path or os.environ["KUBECONFIG"], encoding="ascii") as file:
            kubeconfig = file.read()
        self._server = re.search(r"server: https://(\S+)", kubeconfig)[1]
        self._context = _context(kubeconfig)

    def open(self, path, method="GET", body=None, media="application/json", timeout=60):
        connection = http.client.HTTPSConnection(
            self._server, context=self._context, timeout=timeout
        )
        content = None if body is None else json.dumps(body)
        connection.request(method, path, content, {"Content-Type": media})
        response = connection.getresponse()
        if response.status >= 300:
            raise RuntimeError(f"{method} {path}: {response.status} {response.read()[:500]}")
        return response

    def text(self, path):
        return self.open(path).read().decode()

    def get(self, path):
        return json.loads(self.text(path))

    def patch(self, path, body):
        """A merge patch."""
        return json.load(self.open(path, "PATCH", body, "application/merge-patch+json"))

    def objects(self, path):
        """All of a list, in pages; and the list's version."""
        items, more = [], ""
        while True:
            page = self.get(f"{path}?limit=2000{more}")
            items += page["items"]
            token = page["metadata"].get("continue")
            if not token:
                return items, page["metadata"]["resourceVersion"]
            more = f"&continue={token}"

    def watch(self, path, seen, version=None):
        """Calls seen(time, type, object) for each change from here on, on a thread of its own.

        A server that ends a watch, as it does with clients that are slow, is asked to go on from there.
        """
        if version is None:
            version = self.get(f"{path}?limit=1")["metadata"]["resourceVersion"]

        def read(version):
            while True:
                lines = self.open(f"{path}?watch=1&resourceVersion={version}", timeout=None)
                for line in lines:
                    now = time.time()
                    change = json.loads(line)
                    if change["type"] == "ERROR":
                        print(f"the watch of {path} ended: {change['object']}", file=sys.stderr)
                        os._exit(1)
                    version = change["object"]["metadata"]["resourceVersion"]
                    seen(now, change["type"], change["object"])

        threading.Thread(target=read, args=(version,), daemon=True).start()


def is_ready(pod):
    conditions = pod.get("status", {}).get("conditions", [])
    return any(one["type"] == "Ready" and one["status"] == "True" for one in conditions)


def await_that(what, condition, timeout=120):
    """The first true value of condition()."""
    deadline = time.monotonic() + timeout
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > deadline:
            raise SystemExit(f"waited {timeout} s in vain: {what}")
        time.sleep(0.1)
