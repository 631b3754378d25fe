package io.scaledapp.e2e;

import io.scaledapp.e2e.cluster.LeftOut;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Leaves out what needs a Redis where there is none. */
final class RedisCondition implements ExecutionCondition {

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    return RedisServer.program().isPresent()
        ? ConditionEvaluationResult.enabled("Redis is there")
        : LeftOut.because(
            "THE SAMPLE WITH SHARED STATE WAS NOT TESTED: there is no redis-server; install the"
                + " package redis-server");
  }
}
