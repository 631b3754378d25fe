package io.scaledapp.crds.v1alpha1;

/** A change that is allowed within a period. */
public record ScalingRule(ScalingRuleType type, Integer value, Integer periodSeconds) {}
