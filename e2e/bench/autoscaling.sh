#!/usr/bin/env bash
# Measures the autoscaler beside Knative's, the HPA and KEDA's HTTP add-on, in the simulator: on made-up
# loads, and on traces that are given. Writes results/autoscaling.md and .json. Needs what
# ./mvnw -Pquick package has built.
set -euo pipefail
. "$(dirname "$0")/lib/common.sh"
. "$BENCH/lib/environment.sh"

traces=()
startups=2s,8s,30s
out=$BENCH/results/autoscaling

usage() {
  cat <<EOF
usage: autoscaling.sh [--trace FILE:FACTOR]... [--startups DURATION,...] [--out FILE]

  --trace     one number a line, requests in that second (.gz too), and how often each is copied
  --startups  of a replica until it is ready ($startups)
  --out       result without extension (results/autoscaling)
EOF
}

while [ $# -gt 0 ]; do
  case $1 in
    -h | --help) usage && exit 0 ;;
    --trace | --startups | --out)
      [ $# -ge 2 ] || { usage >&2 && exit 2; }
      case $1 in
        --trace) traces+=(--trace "$2") ;;
        --startups) startups=$2 ;;
        --out) out=$2 ;;
      esac
      shift 2
      ;;
    *) usage >&2 && exit 2 ;;
  esac
done
need python3=python3
open_workspace
{
  describe_machine
  echo "scaledapp=$(git -C "$PROJECT" describe --always --dirty)"
} >"$WORK/environment"
python3 "$BENCH/lib/autoscaling.py" --program "$PROJECT/scaledapp" --work "$WORK" \
  --environment "$WORK/environment" --startups "$startups" --out "$out" ${traces[@]+"${traces[@]}"}
cat "$out.md"
