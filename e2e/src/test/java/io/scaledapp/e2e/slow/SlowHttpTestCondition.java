package io.scaledapp.e2e.slow;

import io.scaledapp.e2e.cluster.LeftOut;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Leaves the tests with slow clients out where there is no slowhttptest. */
final class SlowHttpTestCondition implements ExecutionCondition {

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    return SlowHttpTest.isInstalled()
        ? ConditionEvaluationResult.enabled("slowhttptest is there")
        : LeftOut.because(
            "THE TESTS WITH SLOW CLIENTS DID NOT RUN: slowhttptest is missing; install the package"
                + " slowhttptest");
  }
}
