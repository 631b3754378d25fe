package io.scaledapp.operator.app;

import io.scaledapp.crds.v1alpha1.ScaledApp;

/**
 * A state of an app's template. Replicas of one revision are alike; a change of the template or a
 * reload makes the next one.
 *
 * @param app {@code namespace/name}
 * @param number from 1, rising
 * @param source the ScaledApp as it was when the revision was made
 */
public record Revision(String app, int number, ScaledApp source) {}
