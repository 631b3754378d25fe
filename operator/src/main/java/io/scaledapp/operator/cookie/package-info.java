/** The secret that sticky cookies are signed with: where it is kept, and what an app gets of it. */
@NullMarked
package io.scaledapp.operator.cookie;

import org.jspecify.annotations.NullMarked;
