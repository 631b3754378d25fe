/** How much memory pods use, by {@code metrics.k8s.io}. */
@NullMarked
package io.scaledapp.operator.platform.kubernetes.memory;

import org.jspecify.annotations.NullMarked;
