{{/* What selects the pods of a component: (list $ "operator"). It never changes, or upgrades fail. */}}
{{- define "scaledapp.selector" -}}
{{- $root := first . -}}
app.kubernetes.io/name: scaledapp
app.kubernetes.io/instance: {{ $root.Release.Name }}
app.kubernetes.io/component: {{ last . }}
{{- end -}}

{{/* The labels of every object of a component: (list $ "operator"). */}}
{{- define "scaledapp.labels" -}}
{{- $root := first . -}}
{{ include "scaledapp.selector" . }}
app.kubernetes.io/version: {{ $root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ $root.Release.Service }}
helm.sh/chart: {{ $root.Chart.Name }}-{{ $root.Chart.Version | replace "+" "_" }}
{{- with $root.Values.commonLabels }}
{{ toYaml . }}
{{- end }}
{{- end -}}
