@NullMarked
package io.scaledapp.balancer.filter;

import org.jspecify.annotations.NullMarked;
