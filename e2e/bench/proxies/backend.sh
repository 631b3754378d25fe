# shellcheck shell=bash
# What every proxy forwards to; it shares a core with the load generator.

backend_start() {
  BACKEND_PORT=$(free_port)
  mkdir "$WORK/files"
  chmod 755 "$WORK/files"
  head -c 1048576 /dev/zero | tr '\0' x >"$WORK/files/1m"
  start backend "$LOAD_CORE" nginx -e stderr -p "$WORK" \
    -c "$(render backend.conf.template "$BACKEND_PORT")"
  await backend "$BACKEND_PORT"
}

# The server that echoes messages, and the program that sends them.
websocket_start() {
  local program
  for program in echo load; do
    "${CC:-cc}" -O2 -o "$WORK/websocket-$program" "$BENCH/lib/websocket/$program.c"
  done
  WEBSOCKET_PORT=$(free_port)
  start websocket "$LOAD_CORE" "$WORK/websocket-echo" "$WEBSOCKET_PORT"
  await websocket "$WEBSOCKET_PORT"
}

# The certificate of all proxies: ECDSA with P-256, as most authorities issue them.
make_certificate() {
  mkdir "$WORK/tls"
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj "/CN=$HOST" \
    -addext "subjectAltName=DNS:$HOST" -keyout "$WORK/tls/tls.key" -out "$WORK/tls/tls.crt" 2>/dev/null
  cat "$WORK/tls/tls.crt" "$WORK/tls/tls.key" >"$WORK/tls/both.pem"
  chmod 644 "$WORK"/tls/*
}
