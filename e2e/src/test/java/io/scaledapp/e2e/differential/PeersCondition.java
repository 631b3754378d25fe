package io.scaledapp.e2e.differential;

import io.scaledapp.e2e.cluster.LeftOut;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Leaves the differential tests out where there is no nginx or HAProxy to compare with. */
final class PeersCondition implements ExecutionCondition {

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    return Peer.areInstalled()
        ? ConditionEvaluationResult.enabled("nginx and HAProxy are there")
        : LeftOut.because(
            "THE DIFFERENTIAL TESTS DID NOT RUN: nginx or HAProxy is missing; install the packages"
                + " nginx and haproxy");
  }
}
