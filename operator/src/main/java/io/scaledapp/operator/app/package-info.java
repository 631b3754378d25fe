/** An app as it lives: what is seen of it, what is planned for it, and who carries the plan out. */
@NullMarked
package io.scaledapp.operator.app;

import org.jspecify.annotations.NullMarked;
