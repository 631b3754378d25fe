"""A real app on the real node: the Express sample, with a host of its own."""

import http.client
import json
import subprocess
import sys

from api import Api, await_that, is_ready


# The sample, telling in each answer's head when its request came in: the first one takes an app of
# any kind longer than those after it.
TELLING = """
const { Server } = require('http');
const { emit } = Server.prototype;
Server.prototype.emit = function (event, request, response) {
  if (event === 'request') response.setHeader('x-received-at', Date.now());
  return emit.apply(this, arguments);
};
require('./server.js');
"""


class RealApp:
    def __init__(self, namespace, name, scaling, routing):
        self.api = Api()
        self.host = f"{name}.bench.test"
        self.pods_path = f"/api/v1/namespaces/{namespace}/pods"
        self._apps = f"/apis/scaledapp.io/v1alpha1/namespaces/{namespace}/scaledapps"
        self._path = f"{self._apps}/{name}"
        self._namespace = namespace
        self._selector = f"labelSelector=scaledapp.io%2Fapp%3D{name}"
        self._app = {
            "apiVersion": "scaledapp.io/v1alpha1",
            "kind": "ScaledApp",
            "metadata": {"name": name, "namespace": namespace},
            "spec": {
                "template": {"spec": pod_spec()},
                "scaling": scaling,
                "routing": {"hosts": [self.host], **routing},
            },
        }

    def create(self):
        subprocess.run(
            ["kubectl", "apply", "--server-side", "-f", "-"],
            input=json.dumps(namespace(self._namespace)) + json.dumps(self._app),
            text=True,
            check=True,
            stdout=sys.stderr,
        )

    def manifest(self):
        """As a file, which is JSON and therefore YAML."""
        return json.dumps(self._app)

    def scale(self, replicas):
        self.api.patch(self._path + "/scale", {"spec": {"replicas": replicas}})

    def delete(self):
        """Until it is gone: another of the same name would be the same app to whoever is slow."""
        self.api.open(self._path, "DELETE")
        name = self._app["metadata"]["name"]

        def gone():
            apps = self.api.get(self._apps)["items"]
            return all(app["metadata"]["name"] != name for app in apps) and not self.pods()

        await_that(f"the end of {name}", gone)

    def pods(self):
        return self.api.get(f"{self.pods_path}?{self._selector}")["items"]

    def await_pods(self, count):
        """So many pods, and no others, are there and ready."""

        def there():
            pods = self.pods()
            return len(pods) == count and all(is_ready(pod) for pod in pods)

        await_that(f"{count} ready pods of {self.host}", there)


def namespace(name):
    return {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name}}


def pod_spec():
    return {
        "terminationGracePeriodSeconds": 5,
        "containers": [
            {
                "name": "app",
                "image": "docker.io/library/express-hello:dev",
                "command": ["node", "-e", TELLING],
                "ports": [{"name": "http", "containerPort": 3000}],
                "env": [
                    {
                        "name": "HOST",
                        "valueFrom": {"fieldRef": {"fieldPath": "status.podIP"}},
                    }
                ],
                "readinessProbe": {
                    "httpGet": {"path": "/healthz/ready", "port": "http"},
                    "periodSeconds": 1,
                },
                "resources": {"requests": {"cpu": "10m"}},
            }
        ],
    }


class Client:
    """Asks for the host over one kept connection."""

    def __init__(self, address, host):
        self._address = address
        self._headers = {"Host": host}
        self._connection = http.client.HTTPConnection(address, timeout=60)

    def get(self):
        """The instance that answered 200, and when the request reached it; anything else fails."""
        response, body = self._exchange()
        if response.status != 200:
            raise SystemExit(f"{self._headers['Host']}: {response.status} {body[:200]}")
        return json.loads(body)["instance"], int(response.headers["x-received-at"]) / 1000

    def await_answer(self):
        """The balancers have heard of the app, and it answers."""
        await_that(f"an answer of {self._headers['Host']}", lambda: self._exchange()[0].status == 200)

    def _exchange(self):
        self._connection.request("GET", "/", headers=self._headers)
        response = self._connection.getresponse()
        return response, response.read()
