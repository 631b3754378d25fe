/**
 * Replays a trace of requests against a policy: the same decisions as in production, in a modelled
 * world. Pure but for the reading of traces and the drawing of plots.
 */
@NullMarked
package io.scaledapp.operator.simulator;

import org.jspecify.annotations.NullMarked;
