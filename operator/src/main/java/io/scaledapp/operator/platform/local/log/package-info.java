/** What processes print: rotated files, and one merged stream for whoever listens. */
@NullMarked
package io.scaledapp.operator.platform.local.log;

import org.jspecify.annotations.NullMarked;
