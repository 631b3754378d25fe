/** One corpus of raw requests, and what this balancer, nginx and HAProxy each make of it. */
@NullMarked
package io.scaledapp.e2e.differential;

import org.jspecify.annotations.NullMarked;
