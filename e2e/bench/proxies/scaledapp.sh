# shellcheck shell=bash
# This project's balancer, with the options of the JVM that its image has, and the memory that the
# chart gives it. scaledapp-busy is the same with 1,000 further apps of 10 endpoints, one of which
# changes 100 times a second. SCALEDAPP_JAVA_OPTIONS adds options of the JVM, to see what one does.

SCALEDAPP_MEMORY=512m

scaledapp_version() {
  local java
  java=$("$JAVA_HOME/bin/java" -version 2>&1 | sed -n '1s/.*"\(.*\)".*/\1/p')
  echo "$(git -C "$PROJECT" describe --always --dirty), Java $java"
}
scaledapp-busy_version() { scaledapp_version; }

# Builds what the balancer is started from, and rehearses its start as its image's build does.
scaledapp_install() {
  [ -e "$WORK/scaledapp.aot" ] && return
  # shellcheck source=/dev/null
  . "$PROJECT/.mvn/jdk.sh"
  [ -d "$PROJECT/balancer/target/dist" ] || die "nothing is built; run: ./mvnw -Pquick package"
  mkdir "$WORK/classes"
  "$JAVA_HOME/bin/javac" -d "$WORK/classes" -cp "$PROJECT/balancer/target/dist/*" \
    "$PROJECT"/e2e/src/test/java/io/scaledapp/e2e/bench/StaticBalancer.java
  "$JAVA_HOME/bin/jar" -cf "$WORK/bench.jar" -C "$WORK/classes" .
  CLASSES=$(printf '%s:' "$PROJECT"/balancer/target/dist/*.jar)$WORK/bench.jar
  # shellcheck disable=SC2046
  java_of_image -XX:AOTCacheOutput="$WORK/scaledapp.aot" io.scaledapp.balancer.serve.Rehearsal \
    >"$WORK/rehearsal.log" 2>&1 || die "the rehearsal failed: $(tail -n 5 "$WORK/rehearsal.log")"
}
scaledapp-busy_install() { scaledapp_install; }

image_options() {
  JAVA_OPTIONS=(-XX:+UseSerialGC -XX:+UseCompactObjectHeaders -Xlog:aot*=off -Xlog:cds=off
    -XX:+UnlockDiagnosticVMOptions -XX:ArchiveRelocationMode=0 -XX:TrimNativeHeapInterval=10000
    -XX:MaxRAM="$SCALEDAPP_MEMORY" -XX:MaxRAMPercentage=40 --enable-native-access=ALL-UNNAMED
    --sun-misc-unsafe-memory-access=allow -cp "$CLASSES" ${SCALEDAPP_JAVA_OPTIONS:-})
}

java_of_image() {
  image_options
  "$JAVA_HOME/bin/java" "${JAVA_OPTIONS[@]}" "$@"
}

scaledapp_start() { start_balancer scaledapp "$@"; }
scaledapp-busy_start() { start_balancer scaledapp-busy "$@" --apps 1000 --changes 100; }

start_balancer() {
  local name=$1 file=$WORK/$1.yaml
  mv "$(render scaledapp.yaml.template "$2" "$3" "$4")" "$file.new"
  mv "$file.new" "$file"
  image_options
  start "$name" "$PROXY_CORE" env MALLOC_ARENA_MAX=2 "$JAVA_HOME/bin/java" -XX:AOTCache="$WORK/scaledapp.aot" \
    "${JAVA_OPTIONS[@]}" io.scaledapp.e2e.bench.StaticBalancer --config "$file" --host "$HOST" \
    --backend "$BACKEND_PORT" --websockets "$WEBSOCKET_PORT" "${@:5}"
}
