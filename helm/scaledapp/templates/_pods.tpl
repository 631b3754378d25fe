{{/* The image of a component: (list $ .Values.operator.image). A digest wins over a tag. */}}
{{- define "scaledapp.image" -}}
{{- $root := first . -}}
{{- $image := last . -}}
{{- $image.repository -}}
{{- if $image.digest -}}
@{{ $image.digest }}
{{- else -}}
:{{ $image.tag | default $root.Chart.AppVersion }}
{{- end -}}
{{- end -}}

{{/* Where the pods of a component run: (list $ "operator" .Values.operator). */}}
{{- define "scaledapp.scheduling" -}}
{{- $root := index . 0 -}}
{{- $component := index . 1 -}}
{{- $values := index . 2 -}}
{{- with $values.priorityClassName }}
priorityClassName: {{ . }}
{{- end }}
{{- with $values.nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with $values.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
affinity:
{{- if $values.affinity }}
  {{- toYaml $values.affinity | nindent 2 }}
{{- else }}
  podAntiAffinity:
    preferredDuringSchedulingIgnoredDuringExecution:
      - weight: 100
        podAffinityTerm:
          topologyKey: kubernetes.io/hostname
          labelSelector:
            matchLabels:
              {{- include "scaledapp.selector" (list $root $component) | nindent 14 }}
{{- end }}
topologySpreadConstraints:
{{- if $values.topologySpreadConstraints }}
  {{- toYaml $values.topologySpreadConstraints | nindent 2 }}
{{- else }}
  - maxSkew: 1
    topologyKey: topology.kubernetes.io/zone
    whenUnsatisfiable: ScheduleAnyway
    labelSelector:
      matchLabels:
        {{- include "scaledapp.selector" (list $root $component) | nindent 8 }}
    # Counts the pods of the version that rolls out, not those that it replaces.
    matchLabelKeys: [pod-template-hash]
{{- end }}
{{- end -}}

{{/*
Labels and annotations of the pods of a component: (list $ "operator" .Values.operator). No version
among them: a new chart with the same image replaces no pod.
*/}}
{{- define "scaledapp.podMetadata" -}}
{{- $values := index . 2 -}}
labels:
  {{- include "scaledapp.selector" (list (index . 0) (index . 1)) | nindent 2 }}
  {{- with (index . 0).Values.commonLabels }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
  {{- with $values.podLabels }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
{{- with $values.podAnnotations }}
annotations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end -}}

{{/* Environment of a component: (list (list of downward API variables) .Values.operator). */}}
{{- define "scaledapp.env" -}}
{{- $values := last . -}}
{{- range $name, $field := first . }}
- name: {{ $name }}
  valueFrom:
    fieldRef:
      fieldPath: {{ $field }}
{{- end }}
{{- with $values.javaOptions }}
- name: JDK_JAVA_OPTIONS
  value: {{ join " " . | quote }}
{{- end }}
{{- with $values.extraEnv }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{/* Probes of a component on its port "admin". The start-up probe gives a slow machine a minute. */}}
{{- define "scaledapp.probes" -}}
startupProbe:
  httpGet: {path: /healthz/live, port: admin}
  periodSeconds: 1
  failureThreshold: 60
livenessProbe:
  httpGet: {path: /healthz/live, port: admin}
  periodSeconds: 10
  timeoutSeconds: 5
  failureThreshold: 3
readinessProbe:
  httpGet: {path: /healthz/ready, port: admin}
  periodSeconds: 2
  timeoutSeconds: 2
  failureThreshold: 2
{{- end -}}
