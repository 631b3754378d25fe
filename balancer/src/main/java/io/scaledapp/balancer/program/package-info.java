/** What each of our programs has beside its work: command line, log, probes and metrics. */
@NullMarked
package io.scaledapp.balancer.program;

import org.jspecify.annotations.NullMarked;
