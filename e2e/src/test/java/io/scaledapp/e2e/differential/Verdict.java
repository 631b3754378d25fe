package io.scaledapp.e2e.differential;

/** How what this balancer did with a case stands beside what a peer did. */
enum Verdict {
  /** The apps got the same requests. */
  SAME,
  /** The apps got fewer requests, and none that the peer's did not get. */
  STRICTER,
  /** Anything else, which needs a reason. */
  DIFFERENT,
  /** What the peer does depends on when the bytes come. */
  VARIES;

  static Verdict of(Outcome ours, Outcome peers) {
    if (ours.agreesWith(peers)) {
      return SAME;
    }
    return ours.isStartOf(peers) ? STRICTER : DIFFERENT;
  }
}
