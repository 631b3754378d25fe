/** HTTP/1.1 message syntax: strict parsing of heads and framing of bodies (RFC 9112). */
@NullMarked
package io.scaledapp.balancer.http1;

import org.jspecify.annotations.NullMarked;
