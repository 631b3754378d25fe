/** What a ScaledApp's status says: pure functions of what is wanted and what is seen. */
@NullMarked
package io.scaledapp.operator.app.status;

import org.jspecify.annotations.NullMarked;
