# shellcheck shell=bash
# shellcheck disable=SC2034 # What is set here is for the files that source this one.
# Sourced by the benchmarks: processes on their own cores, and nothing left behind.

BENCH=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
PROJECT=$(cd "$BENCH/../.." && pwd)
PROXY_CORE=0
LOAD_CORE=1
HOST=bench.localhost
declare -A PID=()

die() {
  printf '%s: %s\n' "${0##*/}" "$*" >&2
  exit 1
}

note() {
  printf '%s\n' "$*" >&2
}

# need TOOL=PACKAGE... - one line that names all that is missing.
need() {
  local missing=() tool
  for tool in "$@"; do
    command -v "${tool%%=*}" >/dev/null || missing+=("${tool#*=}")
  done
  [ ${#missing[@]} -eq 0 ] || die "missing tools; run: apt-get install ${missing[*]}"
  [ "$(uname -s)" = Linux ] || die "needs Linux: it reads /proc and pins processes to cores"
}

# All of the benchmark but the proxies runs on the load's core.
pin_to_cores() {
  [ "$(nproc --all)" -gt "$LOAD_CORE" ] || die "needs two cores: one for the proxy, one for the load"
  taskset -cp "$LOAD_CORE" $$ >/dev/null
}

open_workspace() {
  WORK=$(mktemp -d)
  chmod 711 "$WORK"
  trap close_workspace EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM
}

close_workspace() {
  local name
  for name in "${!PID[@]}"; do stop "$name"; done
  rm -rf "$WORK"
}

# start NAME CORE COMMAND... - the command's own process, so that its pid is what is ended later.
start() {
  local name=$1 core=$2
  shift 2
  taskset -c "$core" "$@" >"$WORK/$name.log" 2>&1 &
  PID[$name]=$!
}

stop() {
  local pid=${PID[$1]} tries
  unset "PID[$1]"
  kill "$pid" 2>/dev/null || return 0
  for ((tries = 0; tries < 100; tries++)); do
    kill -0 "$pid" 2>/dev/null || return 0
    sleep 0.1
  done
  note "$1 did not end within 10 s of SIGTERM, so it is killed"
  kill -9 "$pid" 2>/dev/null || true
}

# await NAME PORT [SECONDS] - until GET / is answered with 200.
await() {
  local deadline=$((SECONDS + ${3:-30}))
  until curl -sf -m 2 -o /dev/null -H "Host: $HOST" "http://127.0.0.1:$2/"; do
    if ! kill -0 "${PID[$1]}" 2>/dev/null || [ $SECONDS -ge $deadline ]; then
      tail -n 20 "$WORK/$1.log" >&2
      die "$1 does not answer on 127.0.0.1:$2; the last lines of its output are above"
    fi
    sleep 0.1
  done
}

free_port() {
  python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

# render TEMPLATE PORT [HTTP2_PORT TLS_PORT] - the template from proxies/ with its @NAMES@ filled in;
# prints its path.
render() {
  local out
  out=$WORK/$(basename "$1" .template)
  sed -e "s|@HOST@|$HOST|g" -e "s|@PORT@|$2|g" -e "s|@HTTP2_PORT@|${3:-}|g" -e "s|@TLS_PORT@|${4:-}|g" \
    -e "s|@BACKEND_PORT@|${BACKEND_PORT:-}|g" -e "s|@WEBSOCKET_PORT@|${WEBSOCKET_PORT:-}|g" \
    -e "s|@WORK@|$WORK|g" "$BENCH/proxies/$1" >"$out"
  printf '%s\n' "$out"
}
