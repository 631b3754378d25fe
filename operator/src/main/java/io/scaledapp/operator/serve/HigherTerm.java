package io.scaledapp.operator.serve;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has a leader lead on with a higher term when balancers hold tables of a term above its own, as
 * they do after somebody deleted the Lease, which counts the terms. One that leads no more and has
 * not noticed must not do so, therefore the Lease is asked first.
 */
final class HigherTerm implements Runnable {

  private static final Logger log = LoggerFactory.getLogger(HigherTerm.class);
  private static final long NONE = -1;

  private final BooleanSupplier holdsLease;
  private final LongConsumer outbid;
  private final AtomicLong highest = new AtomicLong(NONE);

  /**
   * @param holdsLease asks the API server; throws when that does not answer
   * @param outbid has tables published with a term above the given one, if this operator leads
   */
  HigherTerm(BooleanSupplier holdsLease, LongConsumer outbid) {
    this.holdsLease = holdsLease;
    this.outbid = outbid;
  }

  /** A balancer holds a table of this term, and refused an older one; any thread. */
  void seen(long term) {
    highest.accumulateAndGet(term, Math::max);
  }

  /** Does what is due; as often as one likes. */
  @Override
  public void run() {
    var term = highest.get();
    if (term == NONE) {
      return;
    }
    try {
      if (holdsLease.getAsBoolean()) {
        log.atWarn().addKeyValue("term", term).log("balancers hold a table of a higher term");
        outbid.accept(term);
      }
      highest.compareAndSet(term, NONE);
    } catch (KubernetesClientException unreachable) {
      log.atDebug().setCause(unreachable).log("cannot see who leads; it is tried again");
    }
  }
}
