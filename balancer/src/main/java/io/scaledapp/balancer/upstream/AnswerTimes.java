package io.scaledapp.balancer.upstream;

import java.util.concurrent.atomic.LongAdder;

/** How long an app's endpoints took until their answers began, all together. Any thread. */
final class AnswerTimes {
  private final LongAdder answers = new LongAdder();
  private final LongAdder nanos = new LongAdder();
  private volatile boolean wanted;

  /** Whether times are of use from here on. */
  void want(boolean wanted) {
    this.wanted = wanted;
  }

  boolean isWanted() {
    return wanted;
  }

  void add(long nanos) {
    if (wanted) {
      answers.increment();
      this.nanos.add(nanos);
    }
  }

  long answers() {
    return answers.sum();
  }

  long nanos() {
    return nanos.sum();
  }
}
