# shellcheck shell=bash

# Lines of name=value that say where the figures come from.
describe_machine() {
  echo "date=$(date -u +%Y-%m-%d)"
  echo "processor=$(sed -n 's/^model name[[:space:]]*: //p' /proc/cpuinfo | head -n 1), $(nproc --all) cores"
  echo "kernel=$(uname -sr)"
  echo "load average before the first run=$(cut -d ' ' -f 1 /proc/loadavg)"
}
