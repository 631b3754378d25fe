@NullMarked
package io.scaledapp.balancer.configuration;

import org.jspecify.annotations.NullMarked;
