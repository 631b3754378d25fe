@NullMarked
package io.scaledapp.balancer.control;

import org.jspecify.annotations.NullMarked;
