/** Makes an app startable: runs its build command when its inputs have changed. */
@NullMarked
package io.scaledapp.operator.platform.local.build;

import org.jspecify.annotations.NullMarked;
