package io.scaledapp.balancer.http1;

import com.code_intelligence.jazzer.junit.FuzzTest;

/**
 * What a client may send. A build runs the inputs in the resources, and {@code balancer/fuzz.sh}
 * looks for more for as long as you like.
 */
class RequestFuzzTest {

  @FuzzTest
  void parserAgreesWithTheReference(byte[] bytes) {
    fuzzerTestOneInput(bytes);
  }

  /** For the fuzzer's own command line; it looks for this name. */
  public static void fuzzerTestOneInput(byte[] bytes) {
    Agreement.check(bytes, MessageStream.OfRequests::new, ReferenceStream::requests);
  }
}
