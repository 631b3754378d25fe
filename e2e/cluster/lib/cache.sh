# shellcheck shell=bash disable=SC2154,SC2034
# Sourced by build.sh: a cache of files, each under a name that tells what it was made from.

progress() { printf 'cluster: %s\n' "$*" >&2; }

# A key for the arguments: a function counts by its text, a folder by its content, and anything else
# as it is.
key_of() {
  local input
  for input in "$@"; do
    if [ "$(type -t "$input")" = function ]; then
      declare -f "$input"
    elif [ -d "$input" ]; then
      (cd "$input" && find . -type f -print0 | sort -z | xargs -0 sha256sum)
    else
      printf '%s\n' "$input"
    fi
  done | sha256sum | cut -c1-12
}

# cached NAME FUNCTION INPUT...: sets $result to the cached file NAME-KEY. If there is none, it is
# made by FUNCTION PATH INPUT..., and gets its name when it is whole.
cached() {
  local name=$1 build=$2 kept partial=$cache/partial start=$SECONDS
  kept=$cache/$name-$(key_of "${@:2}")
  if [ ! -e "$kept" ]; then
    progress "building $name"
    rm -rf "$partial"
    mkdir "$partial"
    "$build" "$partial/result" "${@:3}" >&2
    mv "$partial/result" "$kept"
    rm -rf "$partial"
    progress "built $name in $((SECONDS - start)) s"
  fi
  touch "$kept"
  result=$kept
}

# Ends the life of what no build has used for a month.
forget_unused() {
  find "$cache" -maxdepth 1 -type f ! -name lock -mtime +30 -delete
}
