/** Jobs that run before revisions: what is there of them, and the calls about them. */
@NullMarked
package io.scaledapp.operator.platform.kubernetes.job;

import org.jspecify.annotations.NullMarked;
