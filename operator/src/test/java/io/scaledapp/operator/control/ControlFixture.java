package io.scaledapp.operator.control;

import io.scaledapp.balancer.control.AppRoute;
import io.scaledapp.balancer.control.LoadReport;
import io.scaledapp.balancer.control.QueueLimits;
import io.scaledapp.balancer.control.RoutingTable;
import io.scaledapp.balancer.control.Timeouts;
import io.scaledapp.balancer.control.client.ControlClient;
import io.scaledapp.balancer.control.client.ControlClientOptions;
import io.scaledapp.operator.control.token.TokenVerifier;
import io.scaledapp.operator.control.token.TokenVerifier.Verdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Operators on loopback addresses, which all listen on one port and are found by one name, and
 * balancers' clients of them. A token is {@code POD:UID}.
 */
final class ControlFixture implements AutoCloseable {
  private static final Duration SILENCE = Duration.ofSeconds(5);
  static final String ONE = "127.0.0.1";
  static final String TWO = "127.0.0.2";

  final Authority authority = new Authority();
  final int port = freePort();

  /** What the name resolves to. */
  final Set<InetAddress> addresses = new CopyOnWriteArraySet<>();

  final Path folder;
  private Duration silence = SILENCE;
  private final Deque<AutoCloseable> open = new ArrayDeque<>();

  ControlFixture(Path folder) {
    this.folder = folder;
    write("ca.pem", authority.pem());
    write("token", "balancer-0:uid-0");
  }

  /** A port below those that the system gives to outgoing connections, so that none takes it. */
  static int freePort() {
    while (true) {
      int candidate = ThreadLocalRandom.current().nextInt(20_000, 32_767);
      try (var one = new ServerSocket(candidate, 1, address(ONE));
          var two = new ServerSocket(candidate, 1, address(TWO))) {
        return Math.min(one.getLocalPort(), two.getLocalPort());
      } catch (IOException e) {
        // Another one, then.
      }
    }
  }

  static InetAddress address(String literal) {
    try {
      return InetAddress.getByName(literal);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void write(String file, String text) {
    try {
      Files.writeString(folder.resolve(file), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  ControlServer server(String address, BalancerListener listener) {
    return server(address, authority.serving(), ControlFixture::verify, listener);
  }

  /** The patience of those that are made after this. */
  void silence(Duration silence) {
    this.silence = silence;
  }

  ControlServer server(
      String address,
      ServingCertificate certificate,
      TokenVerifier verifier,
      BalancerListener listener) {
    try {
      addresses.add(address(address));
      var options =
          ControlServerOptions.DEFAULT.withAddress(address, port).withTimes(silence, silence);
      var server = ControlServer.start(options, certificate, verifier, listener);
      open.push(server);
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Verdict verify(String token) {
    var parts = List.of(token.split(":"));
    return parts.size() == 2
        ? new Verdict.Accepted(parts.getFirst(), parts.getLast())
        : new Verdict.Refused("it is no token");
  }

  /** A balancer's client, which writes down the tables that it takes. */
  ClientUnderTest client() {
    return client("balancer-0", folder.resolve("token"));
  }

  /** One of another name, with a token of its own. */
  ClientUnderTest client(String name) {
    return client(name, token(name));
  }

  private Path token(String name) {
    write("token-" + name, name + ":uid-0");
    return folder.resolve("token-" + name);
  }

  /** A whole balancer of this name that answers on loopback, with a client of the operators. */
  WholeBalancer balancer(String name) {
    var balancer = new WholeBalancer(options(name, token(name)), addresses);
    open.push(balancer);
    return balancer;
  }

  private ClientUnderTest client(String name, Path token) {
    var client = new ClientUnderTest(options(name, token), addresses);
    open.push(client);
    return client;
  }

  private ControlClientOptions options(String name, Path token) {
    return ControlClientOptions.of(
            Authority.NAME, port, name, "uid-0", folder.resolve("ca.pem"), token)
        .withTimes(Duration.ofMillis(50), silence, Duration.ofMillis(200));
  }

  RawBalancer rawBalancer(String address) {
    var balancer = new RawBalancer(authority, address, port);
    open.push(balancer);
    return balancer;
  }

  RawOperator rawOperator(String address) {
    addresses.add(address(address));
    var operator = new RawOperator(authority, address, port);
    open.push(operator);
    return operator;
  }

  static RoutingTable table(long term, long sequence, String... apps) {
    return new RoutingTable(
        term, sequence, List.of(apps).stream().map(ControlFixture::app).toList());
  }

  static AppRoute app(String name) {
    return new AppRoute(
        "default/" + name,
        List.of(name + ".example.com"),
        List.of("/"),
        0,
        AppRoute.Policy.LEAST_CONNECTIONS,
        0,
        QueueLimits.DEFAULT,
        Timeouts.DEFAULT,
        List.of());
  }

  static LoadReport report(String balancer, long uptime) {
    return new LoadReport(balancer, "incarnation", uptime, List.of(), List.of());
  }

  @Override
  public void close() {
    for (AutoCloseable each : open) {
      try {
        each.close();
      } catch (Exception e) {
        throw new AssertionError("cannot close " + each, e);
      }
    }
  }

  /** A client and the tables that it took. */
  static final class ClientUnderTest implements AutoCloseable {
    final List<RoutingTable> tables = new CopyOnWriteArrayList<>();
    final ControlClient client;

    ClientUnderTest(ControlClientOptions options, Set<InetAddress> addresses) {
      client =
          ControlClient.start(
              options,
              host -> Set.copyOf(addresses),
              table -> {
                tables.add(table);
                return CompletableFuture.completedFuture(null);
              },
              grants -> {});
    }

    @Override
    public void close() {
      client.close();
    }
  }
}
