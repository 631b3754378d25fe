"""Counts what is written while nobody asks for any app.

Prints a line of JSON: objects that changed within the time, by kind, and the API server's own count
of writing requests to those kinds, whoever made them. Leases are left out: they are renewed.
"""

import argparse
import collections
import json
import re
import time

from api import Api

KINDS = {
    "scaledapps": "/apis/scaledapp.io/v1alpha1",
    "replicasets": "/apis/apps/v1",
    "endpointslices": "/apis/discovery.k8s.io/v1",
    "poddisruptionbudgets": "/apis/policy/v1",
    "services": "/api/v1",
    "pods": "/api/v1",
    "events": "/api/v1",
}
WRITES = re.compile(
    r'^apiserver_request_total\{.*resource="(\w+)".*verb="(APPLY|DELETE|PATCH|POST|PUT)".*\} (\d+)',
    re.MULTILINE,
)


def versions(api, namespace):
    return {
        (kind, item["metadata"]["name"]): item["metadata"]["resourceVersion"]
        for kind, group in KINDS.items()
        for item in api.objects(f"{group}/namespaces/{namespace}/{kind}")[0]
    }


def writes(api):
    counts = collections.Counter()
    for resource, _, count in WRITES.findall(api.text("/metrics")):
        counts[resource] += int(count)
    return counts


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--namespace", required=True)
    parser.add_argument("--seconds", type=int, default=60)
    options = parser.parse_args()

    api = Api()
    before, counted = versions(api, options.namespace), writes(api)
    time.sleep(options.seconds)
    requests = writes(api) - counted
    after = versions(api, options.namespace)
    changed = collections.Counter(key[0] for key in after if after[key] != before.get(key))
    print(
        json.dumps(
            {
                "apps": sum(kind == "scaledapps" for kind, _ in after),
                "seconds": options.seconds,
                "changed": dict(changed),
                "writing_requests": {kind: requests[kind] for kind in KINDS if requests[kind]},
            }
        )
    )


if __name__ == "__main__":
    main()
