#!/usr/bin/env bash
# Has clients and replicas reset, half-close, stall and vanish for as long as you like, and checks
# that connections, files, buffers and heap return to where they started. Writes results/soak.md.
set -euo pipefail
. "$(dirname "$0")/lib/common.sh"
. "$BENCH/lib/environment.sh"

minutes=30
out=$BENCH/results/soak.md

usage() {
  cat <<END
usage: soak.sh [--minutes N] [--out FILE]

  --minutes  how long, after a warm-up of two minutes at most ($minutes)
  --out      result (results/soak.md)
END
}

while [ $# -gt 0 ]; do
  case $1 in
    -h | --help) usage && exit 0 ;;
    --minutes | --out)
      [ $# -ge 2 ] || { usage >&2 && exit 2; }
      printf -v "${1#--}" '%s' "$2"
      shift 2
      ;;
    *) usage >&2 && exit 2 ;;
  esac
done

report=$PROJECT/e2e/target/soak.md
rm -f "$report"
environment=$(describe_machine && echo "scaledapp=$(git -C "$PROJECT" describe --always --dirty)")
"$PROJECT/mvnw" -q -B -f "$PROJECT/pom.xml" -pl e2e -am verify -Dit.test=SoakIT -Dtest=None \
  -Dsurefire.failIfNoSpecifiedTests=false -Dfailsafe.failIfNoSpecifiedTests=false \
  -Dscaledapp.e2e.soak="PT${minutes}M"
{
  echo "# A soak with faults"
  echo
  cat "$report"
  printf '\n## Machine\n\n'
  sed 's/^/- /; s/=/: /' <<<"$environment"
} >"$out"
cat "$out"
