/** One running {@code up}: the assembly of all parts, its followed files and its progress lines. */
@NullMarked
package io.scaledapp.operator.up;

import org.jspecify.annotations.NullMarked;
