package io.scaledapp.e2e.chart;

import io.scaledapp.e2e.cluster.LeftOut;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Leaves the tests of the chart out where no Helm can be built. */
final class HelmCondition implements ExecutionCondition {

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    return Helm.isAvailable()
        ? ConditionEvaluationResult.enabled("Helm is there")
        : LeftOut.because(
            "THE TESTS OF THE CHART DID NOT RUN: Helm cannot be built; install Go 1.26 or newer, or"
                + " pip for Python 3");
  }
}
