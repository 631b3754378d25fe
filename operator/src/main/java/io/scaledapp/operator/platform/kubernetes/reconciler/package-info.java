/**
 * From ScaledApp resources to the lifecycle, and back to what stands around an app in the cluster:
 * its Service, the slices of that, its disruption budget, status and events.
 */
@NullMarked
package io.scaledapp.operator.platform.kubernetes.reconciler;

import org.jspecify.annotations.NullMarked;
