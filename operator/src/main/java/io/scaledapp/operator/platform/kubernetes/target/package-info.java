/** Workloads of others that apps adopt: what is known of one, and when it must be left alone. */
@NullMarked
package io.scaledapp.operator.platform.kubernetes.target;

import org.jspecify.annotations.NullMarked;
