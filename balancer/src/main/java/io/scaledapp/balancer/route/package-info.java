/** From the host and path of a request to the app that answers it. */
@NullMarked
package io.scaledapp.balancer.route;

import org.jspecify.annotations.NullMarked;
