package io.scaledapp.operator.control;

import io.scaledapp.balancer.Balancer;
import io.scaledapp.balancer.BalancerOptions;
import io.scaledapp.balancer.control.SlotUsage;
import io.scaledapp.balancer.control.client.ControlClient;
import io.scaledapp.balancer.control.client.ControlClientOptions;
import io.scaledapp.balancer.metrics.RequestRecorder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A balancer on a free port that takes tables and slots from the operators of a fixture. */
final class WholeBalancer implements AutoCloseable {
  final Balancer balancer;
  private final ControlClient client;
  private volatile @Nullable ControlClient tellTo;

  WholeBalancer(ControlClientOptions options, Set<InetAddress> addresses) {
    try {
      balancer =
          Balancer.start(
              BalancerOptions.DEFAULT
                  .withName(options.balancer())
                  .withAddress("127.0.0.1", 0)
                  .withEventLoops(2),
              report -> {},
              RequestRecorder.NONE,
              this::tell);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    client =
        ControlClient.start(
            options, host -> Set.copyOf(addresses), balancer::apply, balancer::grant);
    tellTo = client;
  }

  private void tell(SlotUsage usage) {
    var to = tellTo;
    if (to != null) {
      to.report(usage);
    }
  }

  /** Ends the connections to operators, while requests go on: it is silent. */
  void silence() {
    client.close();
  }

  @Override
  public void close() {
    balancer.close();
    client.close();
  }
}
