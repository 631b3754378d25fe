/** What both programs are made of: the one for local processes and the one for a cluster. */
@NullMarked
package io.scaledapp.operator.program;

import org.jspecify.annotations.NullMarked;
