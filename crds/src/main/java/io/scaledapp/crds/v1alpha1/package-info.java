/** The public API: what a user writes in a ScaledApp and what its status answers. */
@NullMarked
package io.scaledapp.crds.v1alpha1;

import org.jspecify.annotations.NullMarked;
