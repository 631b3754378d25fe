#!/usr/bin/env bash
# Replays a trace in real time against an app on a cluster, and lays the replicas that it had beside
# those that the simulator has for the same requests; and sends long requests to an app that goes to
# half its replicas and back. Writes results/live.md and .json. Needs what ./mvnw -Pquick package has
# built.
set -euo pipefail
. "$(dirname "$0")/lib/common.sh"
. "$BENCH/lib/environment.sh"
. "$BENCH/lib/cluster.sh"

trace=
factor=100
seconds=600
target=10
service=400
rows=agreement,halved
node=scaledapp-bench
tag=bench
keep=no
out=$BENCH/results/live

usage() {
  cat <<EOF
usage: live.sh [--rows NAME,...] [--trace FILE] [--factor N] [--seconds N] [--target N]
               [--service-time MS] [--node NAME] [--keep yes] [--out FILE]

  --rows          what to measure ($rows)
  --trace         for the agreement: one number a line, requests in that second (.gz too)
  --factor        copies of each request ($factor)
  --seconds       of the trace's beginning ($seconds)
  --target        requests that one replica serves at once ($target)
  --service-time  of each request, in milliseconds ($service)
  --node          container of the node ($node); one that is there is taken as it is
  --keep          yes: the node stays for the next run ($keep)
  --out           result without extension (results/live)
EOF
}

asked_for() { [[ ,$rows, == *,$1,* ]]; }

parse() {
  while [ $# -gt 0 ]; do
    case $1 in
      -h | --help) usage && exit 0 ;;
      --rows | --trace | --factor | --seconds | --target | --node | --keep | --out)
        [ $# -ge 2 ] || { usage >&2 && exit 2; }
        printf -v "${1#--}" '%s' "$2"
        shift 2
        ;;
      --service-time)
        [ $# -ge 2 ] || { usage >&2 && exit 2; }
        service=$2
        shift 2
        ;;
      *) usage >&2 && exit 2 ;;
    esac
  done
  if asked_for agreement && [ -z "$trace" ]; then usage >&2 && exit 2; fi
}

prepare() {
  PATH=$WORK/bin:$PATH
  mkdir "$WORK/bin"
  "$PROJECT/helm/images.sh" --base "$(artifact java)" --tag "$tag" >&2
  "$PROJECT/e2e/apps/images.sh" --nodejs "$(artifact nodejs)" --java "$(artifact java)" >&2
  start_node
  ln -s "$KUBECTL" "$WORK/bin/kubectl"
  load_images "scaledapp/operator:$tag" "scaledapp/balancer:$tag" express-hello:dev
  install
}

parse "$@"
need docker=docker.io python3=python3
open_workspace
{
  describe_machine
  echo "scaledapp=$(git -C "$PROJECT" describe --always --dirty)"
  echo "kubernetes=$(sed -n 's/^\s*k8s.io\/kubernetes v/v/p' "$PROJECT/e2e/cluster/kubernetes/go.mod")"
} >"$WORK/environment"
prepare
export PYTHONPATH=$BENCH/lib/cluster
if asked_for agreement; then
  python3 "$BENCH/lib/live/agreement.py" --program "$PROJECT/scaledapp" --trace "$trace" --factor "$factor" \
    --seconds "$seconds" --target "$target" --service-time "$service" --balancer "$(entrance)" \
    --work "$WORK" --out "$WORK/agreement.json"
fi
if asked_for halved; then
  python3 "$BENCH/lib/live/halved.py" --balancer "$(entrance)" --out "$WORK/halved.json"
fi
python3 "$BENCH/lib/live/report.py" --environment "$WORK/environment" --agreement "$WORK/agreement.json" \
  --halved "$WORK/halved.json" --out "$out"
cat "$out.md"
if [ "$keep" != yes ]; then stop_node; fi
