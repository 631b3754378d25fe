@NullMarked
package io.scaledapp.balancer.program;

import org.jspecify.annotations.NullMarked;
