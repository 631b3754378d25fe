@NullMarked
package io.scaledapp.balancer;

import org.jspecify.annotations.NullMarked;
