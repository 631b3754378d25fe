/** The Helm chart as Helm renders it, without a cluster. */
@NullMarked
package io.scaledapp.e2e.chart;

import org.jspecify.annotations.NullMarked;
