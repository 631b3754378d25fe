/** Certificates and private keys as text. */
@NullMarked
package io.scaledapp.balancer.pem;

import org.jspecify.annotations.NullMarked;
