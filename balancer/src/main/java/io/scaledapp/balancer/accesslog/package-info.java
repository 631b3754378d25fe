/** A line for each request, written by a thread of its own that nobody waits for. */
@NullMarked
package io.scaledapp.balancer.accesslog;

import org.jspecify.annotations.NullMarked;
