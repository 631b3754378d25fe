# shellcheck shell=bash
# What every proxy forwards to; it shares a core with the load generator.

backend_start() {
  BACKEND_PORT=$(free_port)
  start backend "$LOAD_CORE" nginx -e stderr -p "$WORK" \
    -c "$(render backend.conf.template "$BACKEND_PORT")"
  await backend "$BACKEND_PORT"
}
