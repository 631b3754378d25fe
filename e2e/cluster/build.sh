#!/bin/bash
# Builds what the cluster tests run on, from packages alone, and loads the images into the engine
# that `docker` reaches: build.sh [ARTIFACT...]. Prints a line ARTIFACT=IMAGE or ARTIFACT=FILE for
# each; progress goes to standard error. The artifacts, all of them by default but h2spec and kwok:
#
#   cluster-node  a whole Kubernetes node                      (image)
#   base          Debian, without any runtime                  (image)
#   java          base and a Java runtime, user 65532          (image)
#   nodejs        base and the node program, user 65532        (image)
#   kubectl       the client of the same version               (file)
#   helm3, helm4  both Helms                                   (file)
#   h2spec        asks an HTTP/2 server all that the RFC demands (file)
#   kwok          simulates nodes and pods, for benchmarks     (file)
#
# Everything is kept in ${XDG_CACHE_HOME:-~/.cache}/scaledapp/cluster under a key made of what goes
# into it, so that a second run takes seconds, also with a new engine.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cache=${XDG_CACHE_HOME:-$HOME/.cache}/scaledapp/cluster
# shellcheck source-path=SCRIPTDIR
. "$here/versions.env"
. "$here/lib/cache.sh"
. "$here/lib/programs.sh"
. "$here/lib/images.sh"

mkdir -p "$cache"
exec 9>"$cache/lock"
flock -n 9 || { progress "another build is running; waiting for it"; flock 9; }
forget_unused

if [ $# -eq 0 ]; then set -- cluster-node base java nodejs kubectl helm3 helm4; fi
for artifact in "$@"; do
  "artifact_${artifact//-/_}"
  printf '%s=%s\n' "$artifact" "$result"
done
