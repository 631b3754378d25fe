# shellcheck shell=bash
# nginx, as the distribution packages it.

nginx_version() {
  nginx -v 2>&1 | sed 's|.*nginx/||'
}

nginx_start() {
  start nginx "$PROXY_CORE" nginx -e stderr -p "$WORK" -c "$(render nginx.conf.template "$@")"
}
