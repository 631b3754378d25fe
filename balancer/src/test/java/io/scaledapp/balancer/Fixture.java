package io.scaledapp.balancer;

import io.scaledapp.balancer.control.AppLoad;
import io.scaledapp.balancer.control.AppRoute;
import io.scaledapp.balancer.control.LoadReport;
import io.scaledapp.balancer.control.SlotUsage;
import io.scaledapp.balancer.metrics.RequestRecorder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

/** A balancer on a free port, and the clients of it that a test opens. */
final class Fixture implements AutoCloseable {
  final Balancer balancer;
  final List<LoadReport> reports = new CopyOnWriteArrayList<>();
  final List<SlotUsage> usages = new CopyOnWriteArrayList<>();
  private final List<Client> clients = new ArrayList<>();

  Fixture(Replica... replicas) {
    this(options -> options, Tables.app(replicas));
  }

  Fixture(UnaryOperator<BalancerOptions> options, AppRoute... apps) {
    this(options, RequestRecorder.NONE, apps);
  }

  Fixture(UnaryOperator<BalancerOptions> options, RequestRecorder recorder, AppRoute... apps) {
    try {
      balancer =
          Balancer.start(
              options.apply(BalancerOptions.DEFAULT.withAddress("127.0.0.1", 0).withEventLoops(1)),
              reports::add,
              recorder,
              usages::add);
      if (apps.length > 0) {
        balancer.apply(Tables.of(apps));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Client client() {
    var client = new Client(balancer.port());
    clients.add(client);
    return client;
  }

  AppLoad load() {
    return balancer.report().apps().getFirst();
  }

  @Override
  public void close() {
    clients.forEach(Client::close);
    balancer.close();
  }
}
