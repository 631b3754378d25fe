/** The admin API of a running program: state, commands, metrics and health over loopback HTTP. */
@NullMarked
package io.scaledapp.operator.admin;

import org.jspecify.annotations.NullMarked;
