package io.scaledapp.balancer.http1;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;

/**
 * What a replica may send. A build runs the inputs in the resources, and {@code balancer/fuzz.sh}
 * looks for more for as long as you like.
 */
class ResponseFuzzTest {

  @FuzzTest
  void parserAgreesWithTheReference(byte[] bytes) {
    fuzzerTestOneInput(bytes);
  }

  /** For the fuzzer's own command line; it looks for this name. */
  public static void fuzzerTestOneInput(byte[] bytes) {
    for (var method : List.of(Method.GET, Method.HEAD)) {
      Agreement.check(
          bytes,
          () -> new MessageStream.OfResponses(method),
          text -> ReferenceStream.responses(text, method));
    }
  }
}
