# shellcheck shell=bash disable=SC2154
# Sourced by build.sh: the images, kept as what `docker save` writes.

artifact_base() {
  cached app-system debian "$APP_PACKAGES"
  image base context_base "$result"
}

artifact_java() {
  local base
  artifact_base && base=$result
  # shellcheck source=/dev/null
  . "$here/../../.mvn/jdk.sh"
  image java context_java "$base" "$JAVA_HOME" "$(cat "$JAVA_HOME/release")"
}

artifact_nodejs() {
  local base node
  node=$(command -v node)
  # Debian's own is spread over many libraries; every other is one file.
  if [[ $(ldd "$node") == *libnode* ]]; then
    cached nodejs-system debian "$APP_PACKAGES,nodejs"
    image nodejs context_nodejs_package "$result"
  else
    artifact_base && base=$result
    image nodejs context_nodejs "$base" "$node" "$(node --version)"
  fi
}

artifact_cluster_node() {
  local system kubernetes pause
  cached node-system debian "$NODE_PACKAGES" && system=$result
  artifact_kubernetes && kubernetes=$result
  artifact_pause && image pause context_pause "$result" && pause=$result
  artifact_coredns && image coredns context_coredns "$result"
  image cluster-node context_cluster_node "$here/node" "$system" "$kubernetes" "$pause" "$result"
}

# image NAME CONTEXT INPUT...: sets $result to the image's name, under which the engine has it then.
# CONTEXT FOLDER INPUT... fills the folder with a Dockerfile and what that needs.
image() {
  local name=$1 tag
  tag=scaledapp-e2e/$name:$(key_of build_image "${@:2}")
  if ! docker image inspect "$tag" >/dev/null 2>&1; then
    cached "image-$name" build_image "${@:2}"
    progress "loading $tag"
    docker load -q -i "$result" >&2
  fi
  docker tag "$tag" "scaledapp-e2e/$name:latest"
  result=$tag
}

# Saves the image of context $2 as archive $1. The caller, image, has the name in $tag.
build_image() {
  mkdir "$1.context"
  "$2" "$1.context" "${@:3}"
  docker build -q -t "$tag" "$1.context"
  docker save -o "$1" "$tag"
}

# Writes a Debian with packages $2 as archive $1, from where this machine has its own packages.
debian() {
  # shellcheck disable=SC2016 # apt fills them in.
  apt-get indextargets --format 'deb $(REPO_URI) $(CODENAME) $(COMPONENT) $(ORIGIN)' \
    'Created-By: Packages' | sed -nE 's/ (Debian|Ubuntu)$//p' |
    mmdebstrap --quiet --format=tar --variant=minbase --include="$2" \
      --dpkgopt='path-exclude=/usr/share/doc/*' \
      --dpkgopt='path-exclude=/usr/share/man/*' \
      --dpkgopt='path-exclude=/usr/share/locale/*' \
      "$(. /etc/os-release && echo "$VERSION_CODENAME")" "$1" -
}

context_base() {
  ln "$2" "$1/system.tar"
  printf '%s\n' 'FROM scratch' 'ADD system.tar /' >"$1/Dockerfile"
}

# A runtime with all modules, since nobody knows what the apps need; but jlink cannot link itself.
context_java() {
  local modules
  modules=$("$3/bin/java" --list-modules | sed -e 's/@.*//' -e '/^jdk.j\(link\|package\)$/d' | paste -sd,)
  "$3/bin/jlink" --add-modules "$modules" --no-header-files --no-man-pages \
    --generate-cds-archive --output "$1/runtime"
  cat >"$1/Dockerfile" <<DOCKERFILE
FROM $2
COPY runtime /opt/java
ENV JAVA_HOME=/opt/java PATH=/opt/java/bin:/usr/local/bin:/usr/bin:/bin
USER 65532:65532
DOCKERFILE
}

context_nodejs() {
  cp -L "$3" "$1/node"
  printf '%s\n' "FROM $2" 'COPY node /usr/local/bin/node' >"$1/Dockerfile"
  node_settings >>"$1/Dockerfile"
}

context_nodejs_package() {
  context_base "$@"
  node_settings >>"$1/Dockerfile"
}

node_settings() { printf '%s\n' 'ENV NODE_ENV=production' 'USER 65532:65532'; }

context_pause() {
  ln "$2" "$1/pause"
  printf '%s\n' 'FROM scratch' 'COPY pause /pause' 'USER 65535:65535' 'ENTRYPOINT ["/pause"]' \
    >"$1/Dockerfile"
}

context_coredns() {
  ln "$2" "$1/coredns"
  printf '%s\n' 'FROM scratch' 'COPY coredns /coredns' 'ENTRYPOINT ["/coredns"]' >"$1/Dockerfile"
}

context_cluster_node() {
  local name
  cp -r "$2/." "$1"
  ln "$3" "$1/system.tar"
  ln "$4" "$1/kubernetes"
  mkdir "$1/images"
  for name in pause coredns; do
    docker tag "scaledapp-e2e/$name:latest" "scaledapp-e2e/$name:node"
    docker save -o "$1/images/$name.tar" "scaledapp-e2e/$name:node"
  done
}
