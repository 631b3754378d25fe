/** Compresses responses for clients that accept it (RFC 9110 sections 8.4 and 12.5.3). */
@NullMarked
package io.scaledapp.balancer.compression;

import org.jspecify.annotations.NullMarked;
