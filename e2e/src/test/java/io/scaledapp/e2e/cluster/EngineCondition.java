package io.scaledapp.e2e.cluster;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Leaves the cluster tests out where no engine answers, and says so once, loudly. */
final class EngineCondition implements ExecutionCondition {

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    var answer = Engine.answer();
    if (answer.exitCode() == 0) {
      return ConditionEvaluationResult.enabled("Docker " + answer.output().strip());
    }
    return LeftOut.because(
        "THE CLUSTER TESTS DID NOT RUN: no Docker engine answers; start one, or set DOCKER_HOST ("
            + answer.output().strip().lines().reduce((first, second) -> second).orElse("silent")
            + ")");
  }
}
