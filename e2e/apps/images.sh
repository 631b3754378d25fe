#!/usr/bin/env bash
# Builds the sample apps as images, under the names that their scaledapp.yaml have.
set -euo pipefail
cd "$(dirname "$0")"

usage() {
  cat <<'USAGE'
Usage: e2e/apps/images.sh [OPTION]... [express-hello|express-redis|grpc-hello|spring-hello]...
Builds docker.io/library/NAME:dev of express-hello and spring-hello, or of the samples that are named,
with the Docker engine that answers. Needs npm for those in Node, and a JDK 25 or newer for Spring.

  --nodejs IMAGE  base image with Node 20 or newer (default: node:24-slim)
  --java IMAGE    base image with a Java runtime 25 or newer (default: eclipse-temurin:25-jre)
USAGE
}

nodejs='' java='' images=()
while [ $# -gt 0 ]; do
  case $1 in
    --nodejs) nodejs=${2:?"$1 needs an image"}; shift ;;
    --java) java=${2:?"$1 needs an image"}; shift ;;
    -h | --help) usage; exit 0 ;;
    express-hello | express-redis | grpc-hello | spring-hello) images+=("$1") ;;
    *) usage >&2; exit 2 ;;
  esac
  shift
done
[ ${#images[@]} -gt 0 ] || images=(express-hello spring-hello)

context=$(mktemp -d)
trap 'rm -rf "$context"' EXIT

build() {
  cp "$1/Dockerfile" "$context"
  docker build ${2:+--build-arg "BASE_IMAGE=$2"} --tag "docker.io/library/$1:dev" "$context"
  rm -rf "${context:?}"/*
}

# The folder's own node_modules may be in use.
build_nodejs() {
  find "$1" -maxdepth 1 \( -name '*.js' -o -name '*.proto' -o -name 'package*.json' \) -exec cp -t "$context" {} +
  npm ci --prefix "$context" --omit=dev --no-audit --no-fund
  build "$1" "$nodejs"
}

build_express_hello() { build_nodejs express-hello; }

build_express_redis() { build_nodejs express-redis; }

build_grpc_hello() { build_nodejs grpc-hello; }

build_spring_hello() {
  local jar=spring-hello/target/spring-hello.jar
  if [ ! -e "$jar" ] || [ -n "$(find spring-hello/pom.xml spring-hello/src -newer "$jar")" ]; then
    (cd spring-hello && ../../../mvnw -q -B package)
  fi
  cp "$jar" "$context"
  build spring-hello "$java"
}

for image in "${images[@]}"; do
  "build_${image//-/_}"
done
