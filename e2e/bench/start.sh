#!/usr/bin/env bash
# Measures how long the first answer takes: from `up`, from `up` in a fresh clone, and from a request
# that finds an app at zero, beside the app's own start. Writes results/start.md and .json.
set -euo pipefail
. "$(dirname "$0")/lib/common.sh"
. "$BENCH/lib/environment.sh"

rounds=5
apps=express-hello,spring-hello
clean=no
out=$BENCH/results/start

usage() {
  cat <<EOF
usage: start.sh [--rounds N] [--apps NAME,...] [--clean yes] [--out FILE]

  --rounds  runs of each measure ($rounds)
  --apps    folders under e2e/apps ($apps)
  --clean   yes: also once from a fresh clone of HEAD, which takes minutes ($clean)
  --out     result without extension (results/start)
EOF
}

parse() {
  while [ $# -gt 0 ]; do
    case $1 in
      -h | --help) usage && exit 0 ;;
      --rounds | --apps | --clean | --out)
        [ $# -ge 2 ] || { usage >&2 && exit 2; }
        printf -v "${1#--}" '%s' "$2"
        shift 2
        ;;
      *) usage >&2 && exit 2 ;;
    esac
  done
}

record() {
  note "$1 $2: $3 ms"
  printf '%s %s %s\n' "$1" "$2" "$3" >>"$WORK/samples"
}

# timed PORT HOST PATH TIMEOUT COMMAND... - milliseconds; the command's output goes to a log.
timed() {
  local port=$1 host=$2 path=$3 timeout=$4
  shift 4
  python3 "$BENCH/lib/timed_start.py" --port "$port" --host "$host" --path "$path" \
    --timeout "$timeout" -- "$@" 2>>"$WORK/timed.log" || { tail -n 20 "$WORK/timed.log" >&2 && exit 1; }
}

# up PROJECT APP TIMEOUT
up() {
  local port admin
  port=$(free_port) admin=$(free_port)
  timed "$port" "$2.localhost" / "$3" "$1/scaledapp" up -f "$1/e2e/apps/$2/scaledapp.yaml" \
    --listen "127.0.0.1:$port" --admin "127.0.0.1:$admin"
}

# Builds whatever is missing, so that no measured run does.
prepare() {
  note "building what is not built yet"
  up "$PROJECT" "$1" 900 >/dev/null
}

measure_clean() {
  git clone -q "$PROJECT" "$WORK/clone"
  record "$1" clean "$(up "$WORK/clone" "$1" 1800)"
  rm -rf "$WORK/clone"
}

# A copy of the built app that may go down to zero. It is not built again.
copy_for_zero() {
  cp -r "$PROJECT/e2e/apps/$1" "$WORK/$1"
  sed -i -e '/^  local:/,$d' -e 's/^    minReplicas: .*/    minReplicas: 0\n    scaleToZeroAfter: 1s/' \
    "$WORK/$1/scaledapp.yaml"
}

# status APP ADMIN EXPRESSION - Python over the ScaledApp, as `app`.
status() {
  "$PROJECT/scaledapp" status "$1" -o json --admin "$2" 2>>"$WORK/status.log" | python3 -c "
import json, shlex, sys
app = json.load(sys.stdin)['items'][0]
container = app['spec']['template']['spec']['containers'][0]
print($3)" 2>>"$WORK/status.log"
}

await_zero() {
  local deadline=$((SECONDS + 120))
  until [ "$(status "$1" "$2" "app['status'].get('replicas')")" = 0 ]; do
    [ $SECONDS -lt $deadline ] || die "$1 did not reach zero replicas within two minutes"
    sleep 0.5
  done
}

# own_start APP COMMAND-LINE - the template's command without ScaledApp.
own_start() {
  local port
  port=$(free_port)
  timed "$port" "127.0.0.1:$port" / 60 sh -c "cd '$WORK/$1' && PORT=$port exec $2"
}

# The app's own start is taken in turn with the request at zero, so that both see the same machine.
measure_zero() {
  local port admin command round answer
  port=$(free_port) admin=127.0.0.1:$(free_port)
  copy_for_zero "$1"
  start up "0-$(($(nproc --all) - 1))" "$PROJECT/scaledapp" up -f "$WORK/$1/scaledapp.yaml" \
    --listen "127.0.0.1:$port" --admin "$admin"
  HOST=$1.localhost await up "$port" 60
  command=$(status "$1" "$admin" "shlex.join(container['command'] + container.get('args', []))")
  for ((round = 0; round < rounds; round++)); do
    await_zero "$1" "$admin"
    answer=$(curl -s -m 60 -o /dev/null -w '%{http_code} %{time_total}' \
      -H "Host: $1.localhost" "http://127.0.0.1:$port/")
    [ "${answer% *}" = 200 ] || die "the request at zero was answered with ${answer% *}"
    record "$1" zero "$(awk -v s="${answer#* }" 'BEGIN { printf "%d", s * 1000 }')"
    record "$1" own "$(own_start "$1" "$command")"
  done
  stop up
}

parse "$@"
need curl=curl python3=python3 git=git taskset=util-linux
open_workspace
# What was built for the first run holds for the others, and no other `up` is touched.
export XDG_STATE_HOME=$WORK/state
{
  describe_machine
  echo "scaledapp=$(git -C "$PROJECT" describe --always --dirty)"
  echo "node=$(node --version)"
  echo "java of the apps=$(java -version 2>&1 | sed -n '1s/.*"\(.*\)".*/\1/p')"
} >"$WORK/environment"

for app in ${apps//,/ }; do
  if [ "$clean" = yes ]; then measure_clean "$app"; fi
  prepare "$app"
  for ((round = 0; round < rounds; round++)); do record "$app" up "$(up "$PROJECT" "$app" 60)"; done
  measure_zero "$app"
done
python3 "$BENCH/lib/start_report.py" --environment "$WORK/environment" --samples "$WORK/samples" \
  --out "$out"
cat "$out.md"
