/** Times as cron has them, and time zones by their names. Pure. */
@NullMarked
package io.scaledapp.operator.cron;

import org.jspecify.annotations.NullMarked;
