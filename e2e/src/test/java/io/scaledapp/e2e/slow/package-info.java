/** Clients that are slow on purpose, and the others beside them. */
@NullMarked
package io.scaledapp.e2e.slow;

import org.jspecify.annotations.NullMarked;
