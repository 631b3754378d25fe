/** The product as a user has it: the launcher, real apps as real processes, real sockets. */
@NullMarked
package io.scaledapp.e2e;

import org.jspecify.annotations.NullMarked;
