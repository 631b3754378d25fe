/** The certificates of the control stream: when they are made, and how. */
@NullMarked
package io.scaledapp.operator.control.certificate;

import org.jspecify.annotations.NullMarked;
