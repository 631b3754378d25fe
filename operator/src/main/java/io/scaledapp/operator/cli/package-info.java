/** The command line: one class a command, and the output that each prints. */
@NullMarked
package io.scaledapp.operator.cli;

import org.jspecify.annotations.NullMarked;
