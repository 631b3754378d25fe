/** The operator of a cluster as one program. */
@NullMarked
package io.scaledapp.operator.serve;

import org.jspecify.annotations.NullMarked;
