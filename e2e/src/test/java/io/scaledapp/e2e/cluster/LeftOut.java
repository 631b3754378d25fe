package io.scaledapp.e2e.cluster;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;

/** Tests that cannot run on this machine, which is not to be overlooked. */
public final class LeftOut {

  private static final Set<String> TOLD = ConcurrentHashMap.newKeySet();

  private LeftOut() {}

  /**
   * Leaves out what asks, and says so in one line, once for all.
   *
   * @param what the tests in capitals, the cause and its mend
   */
  public static ConditionEvaluationResult because(String what) {
    tell(what);
    return ConditionEvaluationResult.disabled(what);
  }

  /**
   * Says in one line, once for all, that a part of a test is left out.
   *
   * @param what the part in capitals, the cause and its mend
   */
  public static void tell(String what) {
    if (TOLD.add(what)) {
      System.err.println("WARNING: " + what);
    }
  }
}
