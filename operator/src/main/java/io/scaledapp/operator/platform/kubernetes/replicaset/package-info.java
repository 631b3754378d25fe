/**
 * ReplicaSets and adopted workloads: how many pods one is to have, which go, and who sees to it.
 */
@NullMarked
package io.scaledapp.operator.platform.kubernetes.replicaset;

import org.jspecify.annotations.NullMarked;
