/** A real Kubernetes cluster in containers, for the tests that need one. */
@NullMarked
package io.scaledapp.e2e.cluster;

import org.jspecify.annotations.NullMarked;
