@NullMarked
package io.scaledapp.operator.control.token;

import org.jspecify.annotations.NullMarked;
