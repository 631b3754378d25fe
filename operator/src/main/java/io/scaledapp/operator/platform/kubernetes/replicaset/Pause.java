package io.scaledapp.operator.platform.kubernetes.replicaset;

import java.time.Duration;

/** Lets time pass before a call is made again. */
@FunctionalInterface
public interface Pause {

  void sleep(Duration time) throws InterruptedException;
}
