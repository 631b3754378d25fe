#!/usr/bin/env bash
# Takes replicas of a web app and a gRPC server away, gives them back, and replaces them, under
# requests, WebSockets, event streams and gRPC, and counts what failed or ended before its time.
# Writes results/scale-downs.md.
set -euo pipefail
. "$(dirname "$0")/lib/common.sh"
. "$BENCH/lib/environment.sh"

downs=500
rollouts=20
out=$BENCH/results/scale-downs.md

usage() {
  cat <<END
usage: scale-downs.sh [--scale-downs N] [--rollouts N] [--out FILE]

  --scale-downs  from four replicas to two, which takes some ten seconds; two apps at once ($downs)
  --rollouts     of four replicas ($rollouts)
  --out          result (results/scale-downs.md)
END
}

while [ $# -gt 0 ]; do
  case $1 in
    -h | --help) usage && exit 0 ;;
    --scale-downs | --rollouts | --out)
      [ $# -ge 2 ] || { usage >&2 && exit 2; }
      case $1 in
        --scale-downs) downs=$2 ;;
        --rollouts) rollouts=$2 ;;
        --out) out=$2 ;;
      esac
      shift 2
      ;;
    *) usage >&2 && exit 2 ;;
  esac
done

report=$PROJECT/e2e/target/scale-downs.md
rm -f "$report"
environment=$(describe_machine && echo "scaledapp=$(git -C "$PROJECT" describe --always --dirty)")
"$PROJECT/mvnw" -q -B -f "$PROJECT/pom.xml" -pl e2e -am verify -Dit.test=ScaleDownsIT -Dtest=None \
  -Dsurefire.failIfNoSpecifiedTests=false -Dfailsafe.failIfNoSpecifiedTests=false \
  -Dscaledapp.e2e.scaleDowns="$downs" -Dscaledapp.e2e.rollouts="$rollouts"
{
  echo "# Replicas that go, under load of all kinds"
  echo
  cat "$report"
  printf '\n## Machine\n\n'
  sed 's/^/- /; s/=/: /' <<<"$environment"
} >"$out"
cat "$out"
