@NullMarked
package io.scaledapp.operator.control.certificate;

import org.jspecify.annotations.NullMarked;
