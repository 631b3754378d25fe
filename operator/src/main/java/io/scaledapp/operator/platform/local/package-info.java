/** The platform without a cluster: each replica is a supervised process of this machine. */
@NullMarked
package io.scaledapp.operator.platform.local;

import org.jspecify.annotations.NullMarked;
