#!/usr/bin/env bash
# Measures the balancer beside nginx and HAProxy: small HTTP/1.1 answers, keep-alive on both sides,
# one core for the proxy, the other for load and backend. Writes results/http1.md and .json.
set -euo pipefail
. "$(dirname "$0")/lib/common.sh"
. "$BENCH/lib/environment.sh"
for definition in backend scaledapp nginx haproxy; do
  # shellcheck source=/dev/null
  . "$BENCH/proxies/$definition.sh"
done

rounds=5
tries=
seconds=8
connections=64,256
proxies=scaledapp,nginx,haproxy
out=$BENCH/results/http1

usage() {
  cat <<EOF
usage: http1.sh [--rounds N] [--tries N] [--seconds N] [--connections N,...]
                [--proxies NAME,...] [--out FILE]

  --rounds       rounds that must count for each proxy ($rounds)
  --tries        rounds that are made at most, where some do not count (twice --rounds)
  --seconds      length of a round ($seconds)
  --connections  client connections, a table for each ($connections)
  --proxies      in the order in which they take turns ($proxies)
  --out          result without extension (results/http1)
EOF
}

parse() {
  while [ $# -gt 0 ]; do
    case $1 in
      -h | --help) usage && exit 0 ;;
      --rounds | --tries | --seconds | --connections | --proxies | --out)
        [ $# -ge 2 ] || { usage >&2 && exit 2; }
        printf -v "${1#--}" '%s' "$2"
        shift 2
        ;;
      *) usage >&2 && exit 2 ;;
    esac
  done
}

# load PROXY CONNECTIONS ROUND SECONDS - prints the round's figures.
load() {
  python3 "$BENCH/lib/round.py" --proxy "$1" --connections "$2" --round "$3" --seconds "$4" \
    --pid "${PID[$1]}" --core "$PROXY_CORE" --host "$HOST" "http://127.0.0.1:${port[$1]}/"
}

# Long enough for a JVM's compiler to be done with the hot path.
warm_up() {
  local proxy count
  for proxy in ${proxies//,/ }; do
    for count in ${connections//,/ }; do
      note "warming up $proxy with $count connections"
      load "$proxy" "$count" 0 "${warm_up_seconds[$proxy]:-2}" >/dev/null
    done
  done
}

# Rounds are tried until enough counted for every proxy.
measure() {
  local count=$1 number proxy row
  declare -A counted=()
  for ((number = 1; number <= tries; number++)); do
    for proxy in ${proxies//,/ }; do
      row=$(load "$proxy" "$count" "$number" "$seconds")
      printf '%s\n' "$row" >>"$WORK/rounds.jsonl"
      note "$row"
      case $row in *'"void": null'*) counted[$proxy]=$((${counted[$proxy]:-0} + 1)) ;; esac
    done
    if enough; then return; fi
  done
  note "fewer than $rounds rounds counted with $count connections: the machine has other work"
}

enough() {
  local proxy
  for proxy in ${proxies//,/ }; do
    [ "${counted[$proxy]:-0}" -ge "$rounds" ] || return 1
  done
}

parse "$@"
: "${tries:=$((2 * rounds))}"
need nginx=nginx haproxy=haproxy wrk=wrk curl=curl taskset=util-linux python3=python3
pin_to_cores
open_workspace
{
  echo "how=Small answers (100 bytes) over HTTP/1.1, keep-alive on both sides, no access log. The proxy" \
    "alone on core $PROXY_CORE, wrk with one thread and the backend on core $LOAD_CORE; rounds of $seconds s," \
    "the proxies in turn. Median (least–greatest). A round counts if the proxy's core was at least" \
    "95 % busy, at most 5 % of it with others' work, and no request failed. wrk sends as fast as" \
    "answers come, so p50 and p99 are those of a saturated proxy. CPU is that of the proxy's processes."
  describe_machine
  for proxy in ${proxies//,/ }; do echo "$proxy=$("${proxy}_version")"; done
  echo "wrk=$( (wrk -v || true) 2>&1 | sed -n '1s/wrk \(debian\/\)\{0,1\}\([^ ]*\).*/\2/p')"
} >"$WORK/environment"

backend_start

declare -A port=() warm_up_seconds=([scaledapp]=20)
for proxy in ${proxies//,/ }; do
  port[$proxy]=$(free_port)
  "${proxy}_start" "${port[$proxy]}"
  await "$proxy" "${port[$proxy]}"
done
warm_up
for count in ${connections//,/ }; do
  measure "$count"
done

python3 "$BENCH/lib/report.py" --title "HTTP/1.1, one core" --environment "$WORK/environment" \
  --rounds "$WORK/rounds.jsonl" --out "$out"
cat "$out.md"
