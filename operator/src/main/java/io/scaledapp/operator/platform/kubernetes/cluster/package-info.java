/** The calls that are made to the API server, and what is watched there. */
@NullMarked
package io.scaledapp.operator.platform.kubernetes.cluster;

import org.jspecify.annotations.NullMarked;
