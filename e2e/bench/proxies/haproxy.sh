# shellcheck shell=bash
# HAProxy, as the distribution packages it.

haproxy_version() {
  haproxy -v | sed -n '1s/HAProxy version \([^ ]*\).*/\1/p'
}

haproxy_start() {
  start haproxy "$PROXY_CORE" haproxy -db -f "$(render haproxy.cfg.template "$@")"
}
