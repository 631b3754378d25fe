#!/usr/bin/env bash
# Builds the images of the operator and the balancer from what ./mvnw package has made.
set -euo pipefail
cd "$(dirname "$0")/.."

usage() {
  cat <<'USAGE'
Usage: helm/images.sh [OPTION]... [operator|balancer]...
Builds both images, or those that are named, with the Docker engine that answers.

  --base IMAGE         base image with a Java runtime 25 or newer (default: eclipse-temurin:25-jre)
  --repository PREFIX  what stands before /operator and /balancer (default: scaledapp)
  --tag TAG            tag of the images (default: the version of the project)
  --platform LIST      platforms, such as linux/amd64,linux/arm64; needs docker buildx
                       (default: that of the engine)
  --push               sends the images to their registry; more than one platform needs it
USAGE
}

base='' repository=scaledapp tag='' platform='' push='' images=()
while [ $# -gt 0 ]; do
  case $1 in
    --base) base=${2:?"$1 needs an image"}; shift ;;
    --repository) repository=${2:?"$1 needs a prefix"}; shift ;;
    --tag) tag=${2:?"$1 needs a tag"}; shift ;;
    --platform) platform=${2:?"$1 needs a list"}; shift ;;
    --push) push=yes ;;
    -h | --help) usage; exit 0 ;;
    operator | balancer) images+=("$1") ;;
    *) usage >&2; exit 2 ;;
  esac
  shift
done
[ ${#images[@]} -gt 0 ] || images=(operator balancer)

# The first version in the root pom is the project's own.
version=$(sed -n 's/^  <version>\(.*\)<\/version>$/\1/p' pom.xml | head -n 1)
revision=$(git rev-parse HEAD 2>/dev/null || echo unknown)
tag=${tag:-$version}

context=$(mktemp -d)
trap 'rm -rf "$context"' EXIT

# Splits the jars of module $1 into our own and the others. Their times stay, since layers that are
# kept and the AOT cache go by them.
fill_context() {
  local dist=$1/target/dist
  if [ ! -e "$dist" ]; then
    echo "$dist is missing: run ./mvnw -Pquick package first" >&2
    exit 1
  fi
  rm -rf "${context:?}"/*
  mkdir "$context/lib" "$context/app"
  cp -p "$dist"/*.jar "$context/lib"
  mv "$context/lib"/scaledapp*.jar "$context/app"
  cp "$1/src/main/docker"/* "$context"
}

build() {
  local image=$repository/$1:$tag
  local options=(--tag "$image" --build-arg "VERSION=$version" --build-arg "REVISION=$revision")
  [ -z "$base" ] || options+=(--build-arg "BASE_IMAGE=$base")
  if [ -n "$platform" ]; then
    # An engine has a place for one platform; a registry has it for several.
    if [ -n "$push" ]; then options+=(--push); else options+=(--load); fi
    docker buildx build "${options[@]}" --platform "$platform" "$context"
  else
    docker build "${options[@]}" "$context"
    [ -z "$push" ] || docker push "$image"
  fi
  echo "built $image"
}

for image in "${images[@]}"; do
  fill_context "$image"
  build "$image"
done
