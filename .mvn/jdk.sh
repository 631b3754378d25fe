# shellcheck shell=sh
# Sourced by ./mvnw and ./scaledapp: sets JAVA_HOME to a JDK of at least $SCALEDAPP_JDK_MINIMUM.
# Order: JAVA_HOME, the java on PATH, the usual places of packages, SDKMAN, asdf, mise, jenv,
# IntelliJ, Homebrew and macOS.

SCALEDAPP_JDK_MINIMUM=25

# Major version of the JDK in folder $1, read from its release file; 0 if it is none.
jdk_major() {
  if [ ! -x "$1/bin/javac" ] || [ ! -r "$1/release" ]; then
    echo 0
    return
  fi
  major=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release")
  echo "${major:-0}"
}

# Folder of the JDK that the java on PATH belongs to; follows links without readlink -f, which
# macOS had not always.
jdk_on_path() {
  java_program=$(command -v java) || return 0
  while [ -L "$java_program" ]; do
    java_target=$(readlink "$java_program")
    case $java_target in
      /*) java_program=$java_target ;;
      *) java_program=$(dirname "$java_program")/$java_target ;;
    esac
  done
  (cd "$(dirname "$java_program")/.." 2>/dev/null && pwd)
}

jdk_candidates() {
  printf '%s\n' "${JAVA_HOME:-}" "$(jdk_on_path)"
  for pattern in /usr/lib/jvm /opt /opt/java /usr/java /usr/local \
    "$HOME/.sdkman/candidates/java" "$HOME/.asdf/installs/java" \
    "$HOME/.local/share/mise/installs/java" "$HOME/.jenv/versions" "$HOME/.jdks" \
    /opt/homebrew/opt /usr/local/opt; do
    for folder in "$pattern"/*; do
      printf '%s\n' "$folder" "$folder/libexec/openjdk.jdk/Contents/Home"
    done
  done
  for folder in /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    printf '%s\n' "$folder"
  done
}

JAVA_HOME=$(jdk_candidates | while IFS= read -r folder; do
  if [ -n "$folder" ] && [ "$(jdk_major "$folder")" -ge "$SCALEDAPP_JDK_MINIMUM" ]; then
    printf '%s' "$folder"
    break
  fi
done)
if [ -z "$JAVA_HOME" ]; then
  echo "ScaledApp needs a JDK $SCALEDAPP_JDK_MINIMUM or newer, and found none." >&2
  echo "Install one (a package such as temurin-$SCALEDAPP_JDK_MINIMUM-jdk or openjdk-$SCALEDAPP_JDK_MINIMUM-jdk)," >&2
  echo "or set JAVA_HOME to where it is." >&2
  exit 1
fi
export JAVA_HOME
