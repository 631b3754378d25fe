@NullMarked
package io.scaledapp.operator.platform.kubernetes.target;

import org.jspecify.annotations.NullMarked;
