@NullMarked
package io.scaledapp.balancer.compression;

import org.jspecify.annotations.NullMarked;
