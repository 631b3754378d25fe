@NullMarked
package io.scaledapp.operator.cookie;

import org.jspecify.annotations.NullMarked;
