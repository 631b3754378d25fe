/** Starts processes that can be found again, and ends them with all that they started. */
@NullMarked
package io.scaledapp.operator.platform.local.process;

import org.jspecify.annotations.NullMarked;
