package io.scaledapp.balancer.upstream;

import io.scaledapp.balancer.control.CircuitBreakerPolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells in the log that an app's circuit opens and closes. Any thread. */
record CircuitLog(String app, CircuitBreakerPolicy policy) implements CircuitBreaker.Listener {
  private static final Logger log = LoggerFactory.getLogger(CircuitBreaker.class);

  @Override
  public void opened(long failed, long ended) {
    log.atWarn()
        .addKeyValue("app", app)
        .addKeyValue("reason", "%d of %d requests failed".formatted(failed, ended))
        .log("requests are answered 503 for " + policy.openFor().toMillis() + " ms");
  }

  @Override
  public void closed() {
    log.atWarn()
        .addKeyValue("app", app)
        .addKeyValue("reason", policy.trialRequests() + " requests that tried succeeded")
        .log("requests are let through again");
  }
}
