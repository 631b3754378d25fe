/** Which replicas to start, drain and stop: pure functions of what is wanted and what is seen. */
@NullMarked
package io.scaledapp.operator.app.plan;

import org.jspecify.annotations.NullMarked;
