@NullMarked
package io.scaledapp.operator.cli;

import org.jspecify.annotations.NullMarked;
