#!/usr/bin/env bash
# Measures what idle connections cost in memory: opens many, each of which has had one answer, and
# compares the resident memory of each proxy with that before. Writes results/idle.md and .json. Needs
# what ./mvnw -Pquick package has built.
set -euo pipefail
. "$(dirname "$0")/lib/common.sh"
. "$BENCH/lib/environment.sh"
for definition in backend scaledapp nginx haproxy envoy; do
  # shellcheck source=/dev/null
  . "$BENCH/proxies/$definition.sh"
done

connections=10000
rounds=3
proxies=scaledapp,nginx,haproxy,envoy
out=$BENCH/results/idle

usage() {
  cat <<EOF
usage: idle.sh [--connections N] [--rounds N] [--proxies NAME,...] [--out FILE]

  --connections  idle ones ($connections)
  --rounds       processes of each proxy that are measured ($rounds)
  --proxies      in the order in which they take turns ($proxies)
  --out          result without extension (results/idle)
EOF
}

parse() {
  while [ $# -gt 0 ]; do
    case $1 in
      -h | --help) usage && exit 0 ;;
      --connections | --rounds | --proxies | --out)
        [ $# -ge 2 ] || { usage >&2 && exit 2; }
        printf -v "${1#--}" '%s' "$2"
        shift 2
        ;;
      *) usage >&2 && exit 2 ;;
    esac
  done
}

# One process of a proxy, with idle connections and without.
measure() {
  local port
  port=$(free_port)
  "$1_start" "$port" "$(free_port)" "$(free_port)"
  await "$1" "$port"
  python3 "$BENCH/lib/idle.py" --proxy "$1" --pid "${PID[$1]}" --host "$HOST" --port "$port" \
    --connections "$connections" | tee -a /dev/stderr >>"$WORK/samples.jsonl"
  stop "$1"
}

parse "$@"
need nginx=nginx haproxy=haproxy curl=curl openssl=openssl cc=gcc taskset=util-linux python3=python3
open_workspace
for proxy in ${proxies//,/ }; do
  if declare -F "${proxy}_install" >/dev/null; then "${proxy}_install"; fi
done
pin_to_cores
ulimit -n 65536 2>/dev/null || ulimit -n "$(ulimit -Hn)"
{
  describe_machine
  for proxy in ${proxies//,/ }; do echo "$proxy=$("${proxy}_version")"; done
  echo "memory of the balancer=$SCALEDAPP_MEMORY"
} >"$WORK/environment"
make_certificate
backend_start
websocket_start
for ((round = 0; round < rounds; round++)); do
  for proxy in ${proxies//,/ }; do measure "$proxy"; done
done
python3 "$BENCH/lib/idle_report.py" --environment "$WORK/environment" --samples "$WORK/samples.jsonl" --out "$out"
cat "$out.md"
