/** What the benchmarks on a cluster run besides the product. */
@NullMarked
package io.scaledapp.e2e.bench;

import org.jspecify.annotations.NullMarked;
