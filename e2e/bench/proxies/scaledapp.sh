# shellcheck shell=bash
# This project's balancer, as its users start it.

scaledapp_version() {
  (
    # shellcheck source=/dev/null
    . "$PROJECT/.mvn/jdk.sh"
    java=$("$JAVA_HOME/bin/java" -version 2>&1 | sed -n '1s/.*"\(.*\)".*/\1/p')
    echo "$(git -C "$PROJECT" describe --always --dirty), Java $java"
  )
}

# The launcher becomes the JVM, so its process is the proxy's. It builds first, off that core.
scaledapp_start() {
  local file
  file=$(render scaledapp.yaml.template "$1")
  "$PROJECT/scaledapp" validate -f "$file" >"$WORK/scaledapp.log" 2>&1 ||
    die "the ScaledApp is refused: $(cat "$WORK/scaledapp.log")"
  start scaledapp "$PROXY_CORE" env XDG_STATE_HOME="$WORK/state" "$PROJECT/scaledapp" up -f "$file" \
    --listen "127.0.0.1:$1" --admin "127.0.0.1:$(free_port)"
}
