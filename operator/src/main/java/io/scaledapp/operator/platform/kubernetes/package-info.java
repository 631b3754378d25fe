/** Runs replicas as pods of a cluster, one ReplicaSet a revision. */
@NullMarked
package io.scaledapp.operator.platform.kubernetes;

import org.jspecify.annotations.NullMarked;
