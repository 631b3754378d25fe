package io.scaledapp.operator.control.token;

/** Says whose token it is. Any thread. */
@FunctionalInterface
public interface TokenVerifier {

  /** Looks at the token; may block for as long as a call to the API server takes. */
  Verdict verify(String token);

  /** What a token proves. */
  sealed interface Verdict {

    /**
     * It is a balancer's.
     *
     * @param pod name of the pod that it is bound to
     * @param podUid uid of that pod
     */
    record Accepted(String pod, String podUid) implements Verdict {}

    /** It is no balancer's, for the reason given in words. */
    record Refused(String reason) implements Verdict {}

    /** Nobody could tell at this moment, for the reason given in words. */
    record Unavailable(String reason) implements Verdict {}
  }
}
