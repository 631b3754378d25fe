"""Prints so many ScaledApps whose pods are simulated, as JSON, one a line."""

import argparse
import json

from real_app import namespace


def app(name, apps):
    return {
        "apiVersion": "scaledapp.io/v1alpha1",
        "kind": "ScaledApp",
        "metadata": {"name": name, "namespace": apps},
        "spec": {
            "template": {
                "spec": {
                    "nodeSelector": {"type": "simulated"},
                    "tolerations": [{"operator": "Exists"}],
                    "terminationGracePeriodSeconds": 1,
                    "containers": [
                        {
                            "name": "app",
                            "image": "example.com/app:1",
                            "ports": [{"name": "http", "containerPort": 3000}],
                            # No two apps have the same template, as no two of a company's have.
                            "env": [{"name": "SERVICE", "value": name}],
                            "readinessProbe": {
                                "httpGet": {"path": "/healthz/ready", "port": "http"}
                            },
                            "resources": {
                                "requests": {"cpu": "100m", "memory": "128Mi"},
                                "limits": {"memory": "256Mi"},
                            },
                        }
                    ],
                }
            },
            "scaling": {"maxReplicas": 4, "metrics": [{"type": "Concurrency", "target": 10}]},
            "routing": {"hosts": [f"{name}.example.com"]},
        },
    }


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--namespace", required=True)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--count", type=int, required=True)
    options = parser.parse_args()

    print(json.dumps(namespace(options.namespace)))
    for number in range(options.first, options.first + options.count):
        print(json.dumps(app(f"app-{number:05}", options.namespace)))


if __name__ == "__main__":
    main()
