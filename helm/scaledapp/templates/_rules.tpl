{{/* What the operator may do in each namespace whose ScaledApps it looks after. */}}
{{- define "scaledapp.operator.rules" -}}
- apiGroups: [scaledapp.io]
  resources: [scaledapps]
  # list, watch: what is wanted. patch: the finalizer, by which deletion drains first. get: the app as
  # it is by then, when a write in between had that refused.
  verbs: [get, list, watch, patch]
- apiGroups: [scaledapp.io]
  resources: [scaledapps/status]
  # patch: what is, with its conditions.
  verbs: [patch]
- apiGroups: [scaledapp.io]
  resources: [scaledapps/finalizers]
  # update: owner references that block deletion, where the API server asks for it
  # (admission plugin OwnerReferencesPermissionEnforcement).
  verbs: [update]
- apiGroups: [apps]
  resources: [replicasets]
  # get, list, watch: the revisions that there are. create, patch: server-side apply and the count.
  # delete: revisions past the history limit.
  verbs: [get, list, watch, create, patch, delete]
- apiGroups: [apps]
  resources: [deployments, statefulsets]
  # Workloads that apps adopt by spec.targetRef, as they may ReplicaSets. get: what is there after a
  # conflict. list, watch: count, selector and owner. Nothing of them but the count is written.
  verbs: [get, list, watch]
- apiGroups: [apps]
  resources: [deployments/scale, statefulsets/scale, replicasets/scale]
  # update: the count of a workload that is adopted.
  verbs: [update]
- apiGroups: [batch]
  resources: [jobs]
  # Pre-rollout jobs. list, watch: which ran, and how they ended. create: one for a revision. delete:
  # those past the history limit.
  verbs: [list, watch, create, delete]
- apiGroups: [batch]
  resources: [cronjobs]
  # Scheduled jobs. create, patch: server-side apply. delete: those that are no longer named.
  verbs: [list, watch, create, patch, delete]
- apiGroups: [autoscaling]
  resources: [horizontalpodautoscalers]
  # list, watch: a workload that has one is left alone.
  verbs: [list, watch]
- apiGroups: [""]
  resources: [pods]
  # list, watch: readiness. patch: deletion cost and drain marks. delete: a drained pod that its
  # ReplicaSet's controller would not take first.
  verbs: [list, watch, patch, delete]
- apiGroups: [""]
  resources: [pods/resize]
  # patch: the CPU request of apps with spec.startup, when a pod is ready.
  verbs: [patch]
{{- if .Values.rbac.podMetrics }}
- apiGroups: [metrics.k8s.io]
  resources: [pods]
  # list: the memory of apps with spec.recycle.
  verbs: [list]
{{- end }}
- apiGroups: [""]
  resources: [services]
  # The in-cluster name. get: whether somebody else has it. create, patch: server-side apply. It goes
  # with the app, which owns it.
  verbs: [get, list, watch, create, patch]
- apiGroups: [discovery.k8s.io]
  resources: [endpointslices]
  # Where the in-cluster name leads: to the balancers. create, patch: server-side apply. delete: when
  # somebody else has the name.
  verbs: [list, watch, create, patch, delete]
- apiGroups: [policy]
  resources: [poddisruptionbudgets]
  # Makes node drains wait for a replacement. create, patch: server-side apply.
  verbs: [list, watch, create, patch]
- apiGroups: [events.k8s.io]
  resources: [events]
  # create: an event. patch: the count of one that repeats.
  verbs: [create, patch]
{{- end -}}
