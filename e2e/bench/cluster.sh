#!/usr/bin/env bash
# Measures how fast the product is on a cluster, and what thousands of ScaledApps cost: a node of the
# image that e2e/cluster builds, with a real control plane, real pods on it, and many more that KWOK
# simulates. Writes results/cluster.md and .json. Needs what ./mvnw -Pquick package has built.
set -euo pipefail
. "$(dirname "$0")/lib/common.sh"
. "$BENCH/lib/environment.sh"
. "$BENCH/lib/cluster.sh"
# shellcheck source=/dev/null
. "$PROJECT/.mvn/jdk.sh"

apps=5000
rate=100
samples=100
rows=ready,activation,replaced,idle,scale,restart
node=scaledapp-bench
tag=bench
keep=no
out=$BENCH/results/cluster

usage() {
  cat <<EOF
usage: cluster.sh [--apps N] [--rate N] [--samples N] [--rows NAME,...] [--node NAME] [--keep yes] [--out FILE]

  --apps     ScaledApps with simulated pods ($apps)
  --rate     apps whose load changes each second ($rate)
  --samples  real pods whose first request is awaited; a fifth as many activations ($samples)
  --rows     what to measure ($rows)
  --node     container of the node ($node); one that is there is taken as it is
  --keep     yes: the node stays for the next run ($keep)
  --out      result without extension (results/cluster)
EOF
}

parse() {
  while [ $# -gt 0 ]; do
    case $1 in
      -h | --help) usage && exit 0 ;;
      --apps | --rate | --samples | --rows | --node | --keep | --out)
        [ $# -ge 2 ] || { usage >&2 && exit 2; }
        printf -v "${1#--}" '%s' "$2"
        shift 2
        ;;
      *) usage >&2 && exit 2 ;;
    esac
  done
}

asked_for() { [[ ,$rows, == *,$1,* ]]; }

# measure ROW SCRIPT [OPTION...] - the script's lines go into the results under the row's name.
measure() {
  local row=$1 script=$2
  shift 2
  note "measuring $row"
  python3 "$BENCH/lib/cluster/$script.py" "$@" | tee -a /dev/stderr | sed "s/^/$row /" >>"$WORK/samples"
}

prepare() {
  PATH=$WORK/bin:$PATH
  mkdir "$WORK/bin"
  "$PROJECT/helm/images.sh" --base "$(artifact java)" --tag "$tag" >&2
  "$PROJECT/e2e/apps/images.sh" --nodejs "$(artifact nodejs)" --java "$(artifact java)" >&2
  build_made_up_balancer
  start_node
  ln -s "$KUBECTL" "$WORK/bin/kubectl"
  load_images "scaledapp/operator:$tag" "scaledapp/balancer:$tag" "scaledapp/made-up-balancer:$tag" \
    express-hello:dev scaledapp-e2e/nodejs:latest
  start_kwok
}

with_real_balancers() { install; }
with_made_up_load() { install balancer.image.repository=scaledapp/made-up-balancer; }

create_apps() {
  local there
  there=$(kubectl get scaledapps -n "$APPS" -o name 2>/dev/null | wc -l)
  if [ "$there" -lt "$apps" ]; then
    note "creating $((apps - there)) ScaledApps"
    python3 "$BENCH/lib/cluster/apps.py" --namespace "$APPS" --first "$there" --count $((apps - there)) |
      kubectl create -f - >/dev/null 2>"$WORK/create.log" ||
      grep -v AlreadyExists "$WORK/create.log" >&2 || true
  fi
  await_ready
}

# Until each app has as many ready replicas as it should.
await_ready() {
  until [ "$(kubectl get scaledapps -n "$APPS" --no-headers | awk '$2 >= 1 && $2 == $3' | wc -l)" -ge "$apps" ]; do
    sleep 5
  done
}

parse "$@"
need docker=docker.io python3=python3
open_workspace
{
  describe_machine
  echo "scaledapp=$(git -C "$PROJECT" describe --always --dirty)"
  echo "kubernetes=$(sed -n 's/^\s*k8s.io\/kubernetes v/v/p' "$PROJECT/e2e/cluster/kubernetes/go.mod")"
  echo "kwok=$(sed -n 's/^KWOK=.*@//p' "$PROJECT/e2e/cluster/versions.env")"
  echo "clients of the control plane=$UNHURRIED; the controller manager stands still while decisions to go up are measured"
} >"$WORK/environment"
prepare
with_real_balancers
if asked_for ready; then
  measure ready ready --balancer "$(entrance)" --samples "$samples"
  measure ready-pairs ready --balancer "$(entrance)" --samples "$samples" --at-once 2
fi
if asked_for activation; then measure activation activation --balancer "$(entrance)" --samples $((samples / 5)); fi
if [[ $rows == *replaced* || $rows == *idle* || $rows == *scale* || $rows == *restart* ]]; then
  create_apps
  if asked_for replaced; then measure replaced replaced; fi
  with_made_up_load
  # Until what the other balancers' leave is through.
  sleep 60
  if asked_for idle; then measure idle idle --namespace "$APPS"; fi
  half=$((apps / 2))
  if asked_for scale; then
    controllers stop
    # Twelve in flight on each of two balancers are more than one replica is meant to carry, and no
    # more than three are.
    measure scale-up scale --node "$node" --namespace "$APPS" --count "$half" --concurrency 12 --rate "$rate"
    controllers start
    await_ready
    # Down it goes in two steps, of which the second waits until the pods of the first are gone.
    measure scale-down scale --node "$node" --namespace "$APPS" --count "$half" --concurrency 0 \
      --rate "$rate" --settle 120
  fi
  if asked_for restart; then
    await_ready
    sleep 30
    measure restart restart --namespace "$APPS" --first "$half" --count 50 --concurrency 12
  fi
fi
echo "load average after the last run=$(cut -d ' ' -f 1 /proc/loadavg)" >>"$WORK/environment"
python3 "$BENCH/lib/cluster_report.py" --environment "$WORK/environment" --samples "$WORK/samples" --out "$out"
cat "$out.md"
if [ "$keep" != yes ]; then stop_node; fi
