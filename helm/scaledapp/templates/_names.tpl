{{/* The head of all names; short enough that every name is a DNS label. */}}
{{- define "scaledapp.fullname" -}}
{{- .Values.fullnameOverride | default .Release.Name | trunc 45 | trimSuffix "-" -}}
{{- end -}}

{{- define "scaledapp.operator.name" -}}{{ include "scaledapp.fullname" . }}-operator{{- end -}}
{{- define "scaledapp.balancer.name" -}}{{ include "scaledapp.fullname" . }}-balancer{{- end -}}

{{/*
Maps of values may be missing: an upgrade with --reuse-values keeps the defaults of the chart before,
which did not know them. So each is read in brackets, in which nothing has nothing in it.
*/}}

{{/* The balancers' configuration file; there is one only if something in it is not the default. */}}
{{- define "scaledapp.balancer.config" -}}{{ include "scaledapp.balancer.name" . }}-config{{- end -}}
{{- define "scaledapp.balancer.hasConfig" -}}
{{- with .Values.balancer }}{{ if or .listeners .replicaTls (.tls).secrets (.proxyProtocol).trusted (.accessLog).format .limits .timeouts (.tracing).endpoint }}true{{ end }}{{ end }}
{{- end -}}

{{/* The Secrets of the profiles of TLS to replicas, as sources of a volume; empty if there are none. */}}
{{- define "scaledapp.balancer.replicaTlsSources" -}}
{{- range .Values.balancer.replicaTls }}
{{- if .authorities }}
- secret:
    name: {{ .authorities | quote }}
    # Named, so that a balancer cannot read the authority's private key.
    items:
      - {key: ca.crt, path: {{ .name }}/authorities/ca.crt}
{{- end }}
{{- if .certificate }}
- secret:
    name: {{ .certificate | quote }}
    items:
      - {key: tls.crt, path: {{ .name }}/certificate/tls.crt}
      - {key: tls.key, path: {{ .name }}/certificate/tls.key}
{{- end }}
{{- end }}
{{- end -}}

{{/* The headless Service by which balancers find every operator. */}}
{{- define "scaledapp.control.service" -}}{{ include "scaledapp.operator.name" . }}-control{{- end -}}
{{- define "scaledapp.control.host" -}}
{{ include "scaledapp.control.service" . }}.{{ .Release.Namespace }}.svc
{{- end -}}
{{- define "scaledapp.control.secret" -}}{{ include "scaledapp.fullname" . }}-control-tls{{- end -}}
{{- define "scaledapp.control.ca" -}}{{ include "scaledapp.fullname" . }}-control-ca{{- end -}}

{{/* Objects without a namespace carry it in their name, so that two releases never meet. */}}
{{- define "scaledapp.operator.clusterName" -}}
{{ .Release.Namespace }}:{{ include "scaledapp.operator.name" . }}
{{- end -}}

{{- define "scaledapp.operator.serviceAccount" -}}
{{ .Values.operator.serviceAccount.name | default (include "scaledapp.operator.name" .) }}
{{- end -}}
{{- define "scaledapp.balancer.serviceAccount" -}}
{{ .Values.balancer.serviceAccount.name | default (include "scaledapp.balancer.name" .) }}
{{- end -}}
