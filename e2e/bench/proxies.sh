#!/usr/bin/env bash
# Measures the balancer beside nginx, HAProxy and Envoy, one core for the proxy, the other for load and
# backend, with each kind of work in turn. Writes results/proxies.md and .json. Needs what
# ./mvnw -Pquick package has built.
set -euo pipefail
. "$(dirname "$0")/lib/common.sh"
. "$BENCH/lib/environment.sh"
for definition in backend scaledapp nginx haproxy envoy; do
  # shellcheck source=/dev/null
  . "$BENCH/proxies/$definition.sh"
done

rounds=5
tries=
seconds=8
works=http1-64,http1-256,constant,download,upload,http2,http2-8,tls-kept,tls-new,websocket
proxies=scaledapp,nginx,haproxy,envoy
out=$BENCH/results/proxies

usage() {
  cat <<EOF
usage: proxies.sh [--rounds N] [--tries N] [--seconds N] [--works NAME,...]
                  [--proxies NAME,...] [--out FILE]

  --rounds   rounds that must count for each proxy ($rounds)
  --tries    rounds that are made at most, where some do not count (twice --rounds)
  --seconds  length of a round ($seconds)
  --works    what the proxies are loaded with, a table for each
             ($works)
  --proxies  in the order in which they take turns ($proxies);
             scaledapp-busy has 1,000 further apps, of which 100 a second change
  --out      result without extension (results/proxies)
EOF
}

parse() {
  while [ $# -gt 0 ]; do
    case $1 in
      -h | --help) usage && exit 0 ;;
      --rounds | --tries | --seconds | --works | --proxies | --out)
        [ $# -ge 2 ] || { usage >&2 && exit 2; }
        printf -v "${1#--}" '%s' "$2"
        shift 2
        ;;
      *) usage >&2 && exit 2 ;;
    esac
  done
}

# load PROXY WORK ROUND SECONDS - prints the round's figures.
load() {
  python3 "$BENCH/lib/round.py" --proxy "$1" --work "$2" --round "$3" --seconds "$4" \
    --pid "${PID[$1]}" --core "$PROXY_CORE" --host "$HOST" --port "${port[$1]}" \
    --http2-port "${http2_port[$1]}" --tls-port "${tls_port[$1]}" --rate "$rate" \
    --websocket-load "$WORK/websocket-load" --work-folder "$WORK"
}

# Long enough for a JVM's compiler to be done with the hot path.
warm_up() {
  local proxy
  for proxy in ${proxies//,/ }; do
    note "warming up $proxy with $1"
    load "$proxy" "$1" 0 "${warm_up_seconds[$proxy]:-2}" >/dev/null
  done
}

# Rounds are tried until enough counted for every proxy.
measure() {
  local work=$1 number proxy row
  declare -A counted=()
  for ((number = 1; number <= tries; number++)); do
    for proxy in ${proxies//,/ }; do
      row=$(load "$proxy" "$work" "$number" "$seconds")
      printf '%s\n' "$row" >>"$WORK/rounds.jsonl"
      note "$row"
      case $row in *'"void": null'*) counted[$proxy]=$((${counted[$proxy]:-0} + 1)) ;; esac
    done
    if enough; then return; fi
  done
  note "fewer than $rounds rounds of $work counted: the machine has other work, or a proxy is not the bottleneck"
}

enough() {
  local proxy
  for proxy in ${proxies//,/ }; do
    [ "${counted[$proxy]:-0}" -ge "$rounds" ] || return 1
  done
}

# Half of what nginx carries over 64 connections, in requests a second.
half_of_nginx() {
  load nginx http1-64 0 4 | python3 -c 'import json, sys; print(json.load(sys.stdin)["rate"] / 2)'
}

parse "$@"
: "${tries:=$((2 * rounds))}"
need nginx=nginx haproxy=haproxy wrk=wrk h2load=nghttp2-client curl=curl openssl=openssl cc=gcc \
  taskset=util-linux python3=python3
open_workspace
for proxy in ${proxies//,/ }; do
  if declare -F "${proxy}_install" >/dev/null; then "${proxy}_install"; fi
done
pin_to_cores
ulimit -n 65536 2>/dev/null || ulimit -n "$(ulimit -Hn)"
{
  echo "how=Keep-alive on both sides unless said otherwise, answers of 100 bytes, no access log. The proxy" \
    "alone on core $PROXY_CORE, the generator with one thread and the backend on core $LOAD_CORE; rounds of" \
    "$seconds s, the proxies in turn. Median (least–greatest). A round counts if the proxy's core was at least" \
    "95 % busy (not with the constant rate), at most 5 % of it with others' work, and no request failed." \
    "Generators send as fast as answers come, so latencies are those of a saturated proxy. CPU is that of" \
    "the proxy's processes. The balancer has what its image gives its JVM, in $SCALEDAPP_MEMORY."
  describe_machine
  for proxy in ${proxies//,/ }; do echo "$proxy=$("${proxy}_version")"; done
  echo "wrk=$( (wrk -v || true) 2>&1 | sed -n '1s/wrk \(debian\/\)\{0,1\}\([^ ]*\).*/\2/p')"
  echo "h2load=$(h2load --version | sed 's|.*/||')"
} >"$WORK/environment"

make_certificate
backend_start
websocket_start

declare -A port=() http2_port=() tls_port=() warm_up_seconds=([scaledapp]=15 [scaledapp-busy]=15)
for proxy in ${proxies//,/ }; do
  port[$proxy]=$(free_port) http2_port[$proxy]=$(free_port) tls_port[$proxy]=$(free_port)
  "${proxy}_start" "${port[$proxy]}" "${http2_port[$proxy]}" "${tls_port[$proxy]}"
  await "$proxy" "${port[$proxy]}"
done
rate=0
for work in ${works//,/ }; do
  if [ "$work" = constant ]; then rate=$(half_of_nginx); fi
  warm_up "$work"
  measure "$work"
done

python3 "$BENCH/lib/report.py" --title "Beside other proxies, one core" --environment "$WORK/environment" \
  --rounds "$WORK/rounds.jsonl" --out "$out"
cat "$out.md"
