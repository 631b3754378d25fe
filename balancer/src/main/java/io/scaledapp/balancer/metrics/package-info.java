/** The balancer's load and answers as Micrometer meters. */
@NullMarked
package io.scaledapp.balancer.metrics;

import org.jspecify.annotations.NullMarked;
