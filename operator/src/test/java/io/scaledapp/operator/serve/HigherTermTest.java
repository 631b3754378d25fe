package io.scaledapp.operator.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HigherTermTest {

  private enum Lease {
    HELD,
    LOST,
    UNKNOWN
  }

  private final List<Long> outbid = new ArrayList<>();
  private final HigherTerm terms = new HigherTerm(this::holds, outbid::add);
  private Lease lease = Lease.HELD;

  private boolean holds() {
    if (lease == Lease.UNKNOWN) {
      throw new KubernetesClientException("no answer");
    }
    return lease == Lease.HELD;
  }

  @Test
  void holderOfTheLeaseOutbidsTheHighestTermOnce() {
    terms.seen(7);
    terms.seen(5);

    terms.run();
    terms.run();

    assertThat(outbid).containsExactly(7L);
  }

  @Test
  void oneThatLostTheLeaseOutbidsNobody() {
    lease = Lease.LOST;
    terms.seen(7);

    terms.run();
    lease = Lease.HELD;
    terms.run();

    assertThat(outbid).isEmpty();
  }

  @Test
  void whoHoldsTheLeaseIsAskedAgainWhenTheApiServerDoesNotAnswer() {
    lease = Lease.UNKNOWN;
    terms.seen(7);

    terms.run();
    assertThat(outbid).isEmpty();
    lease = Lease.HELD;
    terms.run();

    assertThat(outbid).containsExactly(7L);
  }

  @Test
  void nothingIsDoneWhileNoHigherTermIsSeen() {
    terms.run();

    assertThat(outbid).isEmpty();
  }
}
