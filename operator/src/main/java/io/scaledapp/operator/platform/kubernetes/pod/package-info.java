/** What a pod says about itself, in the words of the engine. Pure. */
@NullMarked
package io.scaledapp.operator.platform.kubernetes.pod;

import org.jspecify.annotations.NullMarked;
