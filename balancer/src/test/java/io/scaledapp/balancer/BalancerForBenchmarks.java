package io.scaledapp.balancer;

import io.scaledapp.balancer.control.Endpoint;
import io.scaledapp.balancer.control.QueueLimits;
import io.scaledapp.balancer.control.Timeouts;
import java.io.IOException;
import java.util.Arrays;

/** Starts a balancer on one event loop: arguments are its port and the ports of its endpoints. */
final class BalancerForBenchmarks {
  private BalancerForBenchmarks() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    int port = Integer.parseInt(arguments[0]);
    var options = BalancerOptions.DEFAULT.withAddress("127.0.0.1", port).withEventLoops(1);
    var endpoints =
        Arrays.stream(arguments)
            .skip(1)
            .map(p -> Tables.endpoint(Integer.parseInt(p), Endpoint.State.READY))
            .toList();
    try (var balancer = Balancer.start(options, report -> {})) {
      balancer.apply(Tables.of(Tables.app(0, QueueLimits.DEFAULT, Timeouts.DEFAULT, endpoints)));
      Thread.currentThread().join();
    }
  }
}
