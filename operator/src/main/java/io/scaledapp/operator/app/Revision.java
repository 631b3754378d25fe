package io.scaledapp.operator.app;

import io.scaledapp.crds.v1alpha1.ScaledApp;

/**
 * A state of an app's template. Replicas of one revision are alike; a change of the template or a
 * reload makes the next one.
 *
 * @param app {@code namespace/name}
 * @param number from 1, rising
 * @param digest of its template: equal ones need no rollout from one to the other
 * @param source the ScaledApp as it was when the revision was made; of one that is known from
 *     {@link Platform#past} only, the ScaledApp of today
 */
public record Revision(String app, int number, String digest, ScaledApp source) {}
