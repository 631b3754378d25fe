/** Which revisions an app had, what became of them, and which of them it can go back to. */
@NullMarked
package io.scaledapp.operator.app.history;

import org.jspecify.annotations.NullMarked;
