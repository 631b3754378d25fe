/** Startup, readiness and liveness probes of local processes, by Kubernetes' rules. */
@NullMarked
package io.scaledapp.operator.platform.local.probe;

import org.jspecify.annotations.NullMarked;
