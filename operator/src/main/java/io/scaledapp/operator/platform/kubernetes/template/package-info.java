/** What is asked of the API server for a revision: its ReplicaSet and pod template. Pure. */
@NullMarked
package io.scaledapp.operator.platform.kubernetes.template;

import org.jspecify.annotations.NullMarked;
