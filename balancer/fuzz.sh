#!/usr/bin/env bash
# Fuzzes a parser for as long as you like. What breaks it is written to src/test/resources, where
# every build runs it from then on; what reaches code that nothing else reached is kept in
# target/fuzz, from where the next run goes on.
set -euo pipefail
cd "$(dirname "$0")/.."

usage() {
  cat <<END
usage: fuzz.sh request|response [--minutes N]

  --minutes  how long (60)
END
}

parser=${1:-} minutes=60
case $parser in
  request) class=RequestFuzzTest ;;
  response) class=ResponseFuzzTest ;;
  -h | --help) usage && exit 0 ;;
  *) usage >&2 && exit 2 ;;
esac
shift
while [ $# -gt 0 ]; do
  [ "$1" = --minutes ] && [ $# -ge 2 ] || { usage >&2 && exit 2; }
  minutes=$2
  shift 2
done

# shellcheck source=/dev/null
. .mvn/jdk.sh
./mvnw -q -B -pl balancer -am test-compile dependency:build-classpath -Dmdep.includeScope=test \
  -Dmdep.outputFile=target/test-classpath
package=io/scaledapp/balancer/http1
seeds=balancer/src/test/resources/$package/${class}Inputs/parserAgreesWithTheReference
corpus=balancer/target/fuzz/$parser
mkdir -p "$corpus" "$seeds"
exec "$JAVA_HOME/bin/java" -XX:+EnableDynamicAgentLoading --enable-native-access=ALL-UNNAMED \
  --sun-misc-unsafe-memory-access=allow -Dio.netty.leakDetection.level=paranoid \
  -Dio.netty.customResourceLeakDetector=io.scaledapp.balancer.RecordingLeakDetector \
  -cp "balancer/target/test-classes:balancer/target/classes:$(cat balancer/target/test-classpath)" \
  com.code_intelligence.jazzer.Jazzer --target_class="${package//\//.}.$class" \
  --instrumentation_includes='io.scaledapp.balancer.http1.**' --reproducer_path=balancer/target/fuzz \
  -artifact_prefix="$seeds/" -max_total_time=$((60 * minutes)) -max_len=1000 -print_final_stats=1 \
  "$corpus" "$seeds"
