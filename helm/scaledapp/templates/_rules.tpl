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
- apiGroups: [""]
  resources: [pods]
  # get: whether a leader's pod is still there. list, watch: readiness. patch: deletion cost and
  # drain marks. delete: a drained pod that its ReplicaSet's controller would not take first.
  verbs: [get, list, watch, patch, delete]
- apiGroups: [""]
  resources: [services]
  # The in-cluster name. create, patch: server-side apply. delete: to name the owner again when
  # somebody took it off, where the API server asks for it (admission plugin
  # OwnerReferencesPermissionEnforcement).
  verbs: [list, watch, create, patch, delete]
- apiGroups: [discovery.k8s.io]
  resources: [endpointslices]
  # Where the in-cluster name leads: to the balancers. create, patch, delete: as above.
  verbs: [list, watch, create, patch, delete]
- apiGroups: [policy]
  resources: [poddisruptionbudgets]
  # Makes node drains wait for a replacement. create, patch, delete: as above.
  verbs: [list, watch, create, patch, delete]
- apiGroups: [events.k8s.io]
  resources: [events]
  # create: an event. patch: the count of one that repeats.
  verbs: [create, patch]
{{- end -}}
