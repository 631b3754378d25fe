@NullMarked
package io.scaledapp.operator.control;

import org.jspecify.annotations.NullMarked;
