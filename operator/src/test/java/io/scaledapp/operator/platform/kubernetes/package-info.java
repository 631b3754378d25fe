/** What tests of the cluster's platform share. */
@NullMarked
package io.scaledapp.operator.platform.kubernetes;

import org.jspecify.annotations.NullMarked;
