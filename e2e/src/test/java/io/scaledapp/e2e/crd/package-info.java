/** What the API server makes of a ScaledApp by the CRD alone, without the operator. */
@NullMarked
package io.scaledapp.e2e.crd;

import org.jspecify.annotations.NullMarked;
