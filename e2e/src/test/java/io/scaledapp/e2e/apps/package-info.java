/** What the product does with apps on a cluster, one behaviour a class. */
@NullMarked
package io.scaledapp.e2e.apps;

import org.jspecify.annotations.NullMarked;
