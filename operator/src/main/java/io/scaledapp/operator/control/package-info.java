/** The operator's end of the control stream: routing tables out, load reports in. */
@NullMarked
package io.scaledapp.operator.control;

import org.jspecify.annotations.NullMarked;
