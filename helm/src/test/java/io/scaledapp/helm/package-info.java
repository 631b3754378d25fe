/** What the files of the Helm chart say of each other and of the project is true. */
@NullMarked
package io.scaledapp.helm;

import org.jspecify.annotations.NullMarked;
