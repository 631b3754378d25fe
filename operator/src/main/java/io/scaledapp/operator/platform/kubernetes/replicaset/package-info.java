/** One ReplicaSet: how many pods it is to have, which ones go, and who brings it there. */
@NullMarked
package io.scaledapp.operator.platform.kubernetes.replicaset;

import org.jspecify.annotations.NullMarked;
