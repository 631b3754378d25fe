/** The balancer alone, in the test's own process, with what its users write as its apps. */
@NullMarked
package io.scaledapp.e2e.balancer;

import org.jspecify.annotations.NullMarked;
