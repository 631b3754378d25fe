/** The balancer among peers that misbehave, for as long as asked; in the end nothing is left. */
@NullMarked
package io.scaledapp.e2e.soak;

import org.jspecify.annotations.NullMarked;
