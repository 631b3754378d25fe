/** Which of an app's endpoints takes a request: one file a policy. */
@NullMarked
package io.scaledapp.balancer.pick;

import org.jspecify.annotations.NullMarked;
