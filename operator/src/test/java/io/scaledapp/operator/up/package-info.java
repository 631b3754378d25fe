@NullMarked
package io.scaledapp.operator.up;

import org.jspecify.annotations.NullMarked;
