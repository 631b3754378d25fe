/** The control stream on a real cluster. */
@NullMarked
package io.scaledapp.e2e.control;

import org.jspecify.annotations.NullMarked;
