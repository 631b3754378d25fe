/** Which of the operators acts. */
@NullMarked
package io.scaledapp.operator.leader;

import org.jspecify.annotations.NullMarked;
