/** Reads files that hold ScaledApps, and says what is wrong with them by file, line and field. */
@NullMarked
package io.scaledapp.operator.manifest;

import org.jspecify.annotations.NullMarked;
