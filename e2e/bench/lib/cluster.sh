# shellcheck shell=bash disable=SC2154
# Sourced by cluster.sh and live.sh: a cluster of the built node image, with KWOK if asked for, and the
# product on it.

NAMESPACE=scaledapp
APPS=bench
# The engine's own list, less what older engines and such without CAP_SYS_RESOURCE do not know.
CAPABILITIES="AUDIT_CONTROL AUDIT_READ AUDIT_WRITE BLOCK_SUSPEND CHOWN DAC_OVERRIDE DAC_READ_SEARCH FOWNER
FSETID IPC_LOCK IPC_OWNER KILL LEASE LINUX_IMMUTABLE MAC_ADMIN MAC_OVERRIDE MKNOD NET_ADMIN
NET_BIND_SERVICE NET_BROADCAST NET_RAW SETFCAP SETGID SETPCAP SETUID SYS_ADMIN SYS_BOOT SYS_CHROOT
SYS_MODULE SYS_NICE SYS_PACCT SYS_PTRACE SYS_RAWIO SYS_TIME SYS_TTY_CONFIG SYSLOG WAKE_ALARM"
# Clients of the control plane are held to 20 and 50 requests a second by default.
UNHURRIED="--kube-api-qps=1000 --kube-api-burst=2000"

artifact() { "$PROJECT/e2e/cluster/build.sh" "$1" | cut -d= -f2-; }

# Starts the node, or takes the one that --keep left, and points kubectl and helm at it.
start_node() {
  KUBECTL=$(artifact kubectl) HELM=$(artifact helm3)
  if [ -z "$(docker ps -q -f "name=^$node\$")" ]; then
    local options=() capability
    for capability in $CAPABILITIES; do options+=(--cap-add "$capability"); done
    note "starting the node $node"
    docker run -d --name "$node" --hostname control-plane --device /dev/kmsg \
      --security-opt seccomp=unconfined --security-opt apparmor=unconfined "${options[@]}" \
      -e POD_SUBNET=10.244.0.0/24 -p 127.0.0.1::6443 \
      -e KUBE_CONTROLLER_MANAGER_OPTIONS="$UNHURRIED --concurrent-replicaset-syncs=20" \
      -e KUBE_SCHEDULER_OPTIONS="$UNHURRIED" \
      "$(artifact cluster-node)" control-plane >/dev/null
  fi
  export KUBECONFIG=$WORK/kubeconfig
  until docker exec "$node" cat /etc/kubernetes/admin.conf 2>/dev/null |
    sed "s#https://127.0.0.1:6443#https://$(docker port "$node" 6443)#" >"$KUBECONFIG" &&
    kubectl get --raw=/readyz >/dev/null 2>&1; do sleep 0.5; done
  until kubectl wait --for=condition=Ready node/control-plane --timeout=1m >/dev/null 2>&1; do sleep 0.5; done
}

# Lets the controller manager stand still: it fills the machine with the pods that the decisions ask
# for, when it is the decisions that are measured. controllers start - lets it go on.
controllers() { docker exec "$node" sv -w 30 "$1" /etc/service/kube-controller-manager >/dev/null; }

stop_node() { docker rm -fv "$node" >/dev/null; }

kubectl() { "$KUBECTL" "$@"; }

load_images() {
  note "loading images: $*"
  docker save "$@" | docker exec -i "$node" ctr -n k8s.io images import - >/dev/null
}

# Has KWOK play the kubelet of one node that takes any number of pods.
start_kwok() {
  if docker exec "$node" pgrep -x kwok >/dev/null; then return; fi
  docker cp -q "$(artifact kwok)" "$node:/usr/local/bin/kwok" 2>/dev/null ||
    docker cp "$(artifact kwok)" "$node:/usr/local/bin/kwok"
  docker exec -d "$node" sh -c 'exec kwok --kubeconfig=/etc/kubernetes/admin.conf --cidr=10.128.0.1/10 \
    --manage-nodes-with-annotation-selector=kwok.x-k8s.io/node=fake --node-lease-duration-seconds=40 \
    >/var/log/kwok.log 2>&1'
  kubectl apply -f "$BENCH/lib/cluster/simulated-node.yaml" >/dev/null
}

# install [VALUE...] - the chart with the images of this build and further values.
install() {
  local values=() value
  for value in "operator.image.tag=$tag" "balancer.image.tag=$tag" operator.resources.requests.cpu=50m \
    balancer.resources.requests.cpu=50m balancer.service.type=NodePort "$@"; do
    values+=(--set "$value")
  done
  "$HELM" upgrade --install scaledapp "$PROJECT/helm/scaledapp" --namespace "$NAMESPACE" \
    --create-namespace "${values[@]}" --wait --timeout 10m >/dev/null
}

# Where the balancers take requests, as this machine reaches them.
entrance() {
  local address port
  address=$(docker inspect -f '{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}' "$node")
  port=$(kubectl get service -n "$NAMESPACE" scaledapp-balancer -o 'jsonpath={.spec.ports[0].nodePort}')
  echo "$address:$port"
}

# pods COMPONENT - names of the product's pods.
pods() {
  kubectl get pods -n "$NAMESPACE" -l "app.kubernetes.io/component=$1" \
    -o 'jsonpath={range .items[*]}{.metadata.name}{"\n"}{end}'
}

leader() {
  kubectl get lease -n "$NAMESPACE" scaledapp-operator -o 'jsonpath={.spec.holderIdentity}' | sed 's/_[^_]*$//'
}

# Makes the image that stands in for the balancers when load is made up.
build_made_up_balancer() {
  local context=$WORK/made-up-balancer
  mkdir -p "$context/classes"
  "$JAVA_HOME/bin/javac" -d "$context/classes" -cp "$PROJECT/balancer/target/dist/*" \
    "$PROJECT"/e2e/src/test/java/io/scaledapp/e2e/bench/*.java
  cp "$BENCH/lib/cluster/made-up-balancer.Dockerfile" "$context/Dockerfile"
  docker build -q -t "scaledapp/made-up-balancer:$tag" --build-arg "BALANCER=scaledapp/balancer:$tag" "$context" >/dev/null
}
