/** Connections that live for long, while the replicas that they go to come and go. */
@org.jspecify.annotations.NullMarked
package io.scaledapp.e2e.longlived;
