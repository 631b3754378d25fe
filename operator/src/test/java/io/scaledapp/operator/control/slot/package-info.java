@NullMarked
package io.scaledapp.operator.control.slot;

import org.jspecify.annotations.NullMarked;
