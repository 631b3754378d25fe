package io.scaledapp.operator.control;

import static io.scaledapp.operator.control.ControlFixture.ONE;
import static io.scaledapp.operator.control.ControlFixture.TWO;
import static io.scaledapp.operator.control.ControlFixture.app;
import static io.scaledapp.operator.control.ControlFixture.report;
import static io.scaledapp.operator.control.ControlFixture.table;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.scaledapp.balancer.control.AppLoad;
import io.scaledapp.balancer.control.LoadDelta;
import io.scaledapp.balancer.control.LoadReport;
import io.scaledapp.balancer.control.PortFailure;
import io.scaledapp.balancer.control.RoutingTable;
import io.scaledapp.balancer.control.TableDelta;
import io.scaledapp.balancer.control.wire.Frame;
import io.scaledapp.operator.control.token.TokenVerifier.Verdict;
import io.scaledapp.operator.platform.local.Await;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a broken, slow, old or hostile other side does, and does not do to the rest. */
class ControlFaultsTest {
  private static final Duration SHORT = Duration.ofMillis(900);

  private final RecordingListener listener = new RecordingListener();
  private ControlFixture fixture;

  @BeforeEach
  void open(@TempDir Path folder) {
    fixture = new ControlFixture(folder);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  /** The server still serves others. */
  private void othersAreServed(ControlServer server, long sequence) {
    var balancer = fixture.client("balancer-9");
    server.publish(table(1, sequence, "shop"));
    listener.await("ack balancer-9 1/" + sequence);
    assertThat(balancer.tables).last().isEqualTo(table(1, sequence, "shop"));
  }

  // Balancers that misbehave.

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\0\0\0\0",
        "\0\0\0\4none",
        "GET / HTTP/1.1\r\n\r\n",
        "\u007f\u007f\u007f\u007f",
        "\0\0\0\2{}\0\0\0\1x"
      })
  void garbageBeforeTheHelloEndsTheConnection(String bytes) {
    var server = fixture.server(ONE, listener);
    var balancer = fixture.rawBalancer(ONE);
    balancer.stream.send(bytes.getBytes(ISO_8859_1));
    balancer.stream.readToEnd();
    othersAreServed(server, 1);
  }

  @Test
  void frameThatIsTooLongEndsTheConnection() {
    var server = fixture.server(ONE, listener);
    var balancer = fixture.rawBalancer(ONE).hello("balancer-0");
    balancer.stream.send(new byte[] {0, 64, 0, 1});
    balancer.stream.readToEnd();
    listener.await("gone balancer-0 LOST");
    othersAreServed(server, 1);
  }

  @Test
  void balancerThatStopsInTheMiddleOfAFrameIsLost() {
    fixture.silence(SHORT);
    var server = fixture.server(ONE, listener);
    var balancer = fixture.rawBalancer(ONE).hello("balancer-0");
    balancer.stream.send(new byte[] {0, 0, 0, 20, '{'});
    balancer.stream.readToEnd();
    listener.await("gone balancer-0 LOST");
    fixture.silence(Duration.ofSeconds(5));
    othersAreServed(server, 1);
  }

  @Test
  void connectionWithoutAHelloIsClosed() {
    fixture.silence(SHORT);
    fixture.server(ONE, listener);
    fixture.rawBalancer(ONE).stream.readToEnd();
    assertThat(listener.events).isEmpty();
  }

  @Test
  void reportBeforeTheHelloIsNotTaken() {
    fixture.server(ONE, listener);
    var balancer = fixture.rawBalancer(ONE);
    balancer.stream.send(new Frame.Load(report("balancer-0", 1)));
    balancer.stream.readToEnd();
    assertThat(listener.reports).isEmpty();
  }

  @Test
  void reportInTheNameOfAnotherIsNotTaken() {
    fixture.server(ONE, listener);
    var balancer = fixture.rawBalancer(ONE).hello("balancer-0");
    balancer.stream.send(new Frame.Load(report("balancer-1", 1)));
    balancer.stream.readToEnd();
    assertThat(listener.reports).isEmpty();
  }

  @Test
  void tokenOfAnotherPodIsRefused() {
    fixture.server(ONE, listener);
    var balancer = fixture.rawBalancer(ONE);
    balancer.stream.send(new Frame.Hello(1, "balancer-0", "uid-0", "balancer-1:uid-1"));
    assertThat(balancer.stream.read())
        .isEqualTo(new Frame.Refused("the token is that of pod balancer-1"));
    balancer.stream.readToEnd();
    assertThat(listener.events).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 3, Integer.MIN_VALUE, Integer.MAX_VALUE})
  void balancerTwoVersionsAwayIsRefused(int version) {
    fixture.server(ONE, listener);
    var balancer = fixture.rawBalancer(ONE);
    balancer.stream.send(new Frame.Hello(version, "balancer-0", "uid-0", "balancer-0:uid-0"));
    assertThat(balancer.stream.read()).isInstanceOf(Frame.Refused.class);
    assertThat(listener.events).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2})
  void balancerOneVersionAwayIsWelcome(int version) {
    fixture.server(ONE, listener);
    var balancer = fixture.rawBalancer(ONE);
    balancer.stream.send("{\"type\":\"capabilities\",\"of\":\"the next version\"}");
    balancer.stream.send(new Frame.Hello(version, "balancer-0", "uid-0", "balancer-0:uid-0"));
    assertThat(balancer.stream.read()).isEqualTo(new Frame.Welcome(1, true));
    balancer.stream.send("{\"type\":\"slots\",\"used\":[1,2]}");
    balancer.stream.send(
        "{\"type\":\"load\",\"report\":{\"balancer\":\"balancer-0\",\"incarnation\":\"i\",\"new\":1}}");
    listener.awaitReport();
    assertThat(listener.reports)
        .containsExactly(new LoadReport("balancer-0", "i", 0, List.of(), List.of()));
  }

  @Test
  void tokenThatIsRefusedIsReadAnewForTheNextAttempt() {
    fixture.write("token", "stale");
    fixture.server(ONE, listener);
    fixture.client();
    fixture.write("token", "balancer-0:uid-0\n");
    listener.await("arrived balancer-0");
  }

  @Test
  void balancerGetsInWhenTokensCanBeCheckedAgain() {
    var checks = new AtomicInteger();
    fixture.server(
        ONE,
        fixture.authority.serving(),
        token ->
            switch (checks.incrementAndGet()) {
              case 1 -> new Verdict.Unavailable("the API server does not answer");
              case 2 -> throw new IllegalStateException("a fault of the verifier's own");
              default -> ControlFixture.verify(token);
            },
        listener);
    fixture.client();
    listener.await("arrived balancer-0");
    assertThat(checks).hasValue(3);
  }

  @Test
  void balancerThatConnectsAnewIsNotLostInBetween() {
    fixture.server(ONE, listener);
    var before = fixture.rawBalancer(ONE).hello("balancer-0");
    var after = fixture.rawBalancer(ONE).hello("balancer-0");
    before.stream.readToEnd();
    after.stream.send(new Frame.Load(report("balancer-0", 1)));
    listener.awaitReport();
    assertThat(listener.events).containsExactly("arrived balancer-0", "arrived balancer-0");
  }

  @Test
  void changesAreForTheTableThatWasAcknowledgedAndOnlyTheNewestWaits() {
    var server = fixture.server(ONE, listener);
    var balancer = fixture.rawBalancer(ONE).hello("balancer-0");
    server.publish(table(1, 1, "a"));
    assertThat(balancer.readOfTables()).isEqualTo(new Frame.Table(table(1, 1, "a")));
    for (int sequence = 2; sequence <= 100; sequence++) {
      server.publish(table(1, sequence, "a", "b" + sequence));
    }
    fixture.client("balancer-9");
    listener.await("ack balancer-9 1/100");
    balancer.stream.send(new Frame.Ack(1, 1));
    // What was published before the acknowledgement came is one change.
    assertThat(balancer.readOfTables())
        .isEqualTo(
            new Frame.Delta(new TableDelta(1, 1, 100, List.of(app("b100")), List.of(), List.of())));
    balancer.stream.send(new Frame.Ack(1, 77)).send(new Frame.Ack(1, 100));
    server.publish(table(2, 1, "a"));
    assertThat(balancer.readOfTables()).isEqualTo(new Frame.Table(table(2, 1, "a")));
  }

  @Test
  void balancerThatReadsNothingDoesNotHoldUpOthers() {
    var server = fixture.server(ONE, listener);
    fixture.rawBalancer(ONE).hello("balancer-0");
    var names = IntStream.range(0, 5_000).mapToObj(i -> "app" + i).toArray(String[]::new);
    var large = table(1, 1, names);
    var balancer = fixture.client("balancer-9");
    server.publish(large);
    for (int sequence = 2; sequence <= 20; sequence++) {
      server.publish(new RoutingTable(1, sequence, large.apps()));
    }
    listener.await("ack balancer-9 1/20");
    assertThat(balancer.tables).last().extracting(RoutingTable::sequence).isEqualTo(20L);
  }

  @Test
  void silentBalancerAmongManyIsLostAndHoldsUpNobody() {
    fixture.silence(Duration.ofSeconds(3));
    var server = fixture.server(ONE, listener);
    var silent = fixture.rawBalancer(ONE).hello("silent");
    var others = IntStream.range(0, 10).mapToObj(i -> "balancer-" + i).toList();
    others.forEach(fixture::client);
    server.publish(table(1, 1, "shop"));
    others.forEach(other -> listener.await("ack " + other + " 1/1"));
    listener.await("gone silent LOST");
    silent.stream.readToEnd();
    server.publish(table(1, 2, "shop", "blog"));
    others.forEach(other -> listener.await("ack " + other + " 1/2"));
  }

  // Operators that misbehave.

  @Test
  void silentOperatorIsDroppedAndTriedAgainAndHoldsNothingUp() {
    fixture.silence(SHORT);
    var silent = fixture.rawOperator(ONE);
    fixture.silence(Duration.ofSeconds(5));
    var leader = fixture.server(TWO, listener);
    fixture.silence(SHORT);
    var balancer = fixture.client();
    assertThat(silent.accept().read()).isInstanceOf(Frame.Hello.class);
    leader.publish(table(1, 1, "shop"));
    listener.await("ack balancer-0 1/1");
    assertThat(silent.accept().read()).isInstanceOf(Frame.Hello.class);
    assertThat(balancer.tables).containsExactly(table(1, 1, "shop"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\0\0\0\0", "\1\0\0\1", "\0\0\0\4none", "HTTP/1.1 400 Bad\r\n\r\n"})
  void garbageFromAnOperatorEndsItsConnectionOnly(String bytes) {
    var broken = fixture.rawOperator(ONE);
    var leader = fixture.server(TWO, listener);
    fixture.client();
    var stream = broken.accept();
    stream.read();
    stream.send(bytes.getBytes(ISO_8859_1));
    stream.readToEnd();
    leader.publish(table(1, 1, "shop"));
    listener.await("ack balancer-0 1/1");
    assertThat(broken.accept().read()).isInstanceOf(Frame.Hello.class);
  }

  @Test
  void laterOperatorsUnknownFramesAndFieldsAreIgnored() {
    var operator = fixture.rawOperator(ONE);
    var balancer = fixture.client();
    var stream = operator.accept();
    stream.read();
    stream.send("{\"type\":\"welcome\",\"version\":2,\"region\":\"eu\"}");
    stream.send("{\"type\":\"slots\",\"grants\":{}}");
    stream.send(
        "{\"type\":\"table\",\"table\":{\"term\":1,\"sequence\":1,\"apps\":[],\"zones\":[]}}");
    assertThat(stream.read()).isEqualTo(new Frame.Ack(1, 1));
    assertThat(balancer.tables).containsExactly(table(1, 1));
  }

  @Test
  void changeOfATableThatIsNotThereMakesTheBalancerAskForTheWhole() {
    var operator = fixture.rawOperator(ONE);
    var balancer = fixture.client();
    var stream = operator.welcome(false);
    stream.send(new Frame.Delta(TableDelta.between(table(1, 1, "a"), table(1, 2, "b"))));
    stream.readToEnd();
    var again = operator.welcome(false);
    again.send(new Frame.Table(table(1, 2, "b")));
    assertThat(again.read()).isEqualTo(new Frame.Ack(1, 2));
    assertThat(balancer.tables).containsExactly(table(1, 2, "b"));
  }

  @Test
  void operatorThatTakesChangesGetsTheWholeReportOnce() {
    var operator = fixture.rawOperator(ONE);
    var balancer = fixture.client();
    var stream = operator.welcome(true);
    var reports = List.of(load(1, 5, 5), load(2, 5, 6), load(3, 5, 6));
    balancer.client.report(reports.get(0));
    assertThat(stream.read()).isEqualTo(new Frame.Load(reports.get(0)));
    for (int next = 1; next < 3; next++) {
      balancer.client.report(reports.get(next));
      assertThat(stream.read())
          .isEqualTo(
              new Frame.LoadChange(LoadDelta.between(reports.get(next - 1), reports.get(next))));
    }
    stream.close();
    var again = operator.welcome(true);
    assertThat(again.read()).isEqualTo(new Frame.Load(reports.get(2)));
  }

  @Test
  void operatorOfTheVersionBeforeGetsEveryReportWhole() {
    var operator = fixture.rawOperator(ONE);
    var balancer = fixture.client();
    var stream = operator.accept();
    stream.read();
    stream.send("{\"type\":\"welcome\",\"version\":1}");
    for (int uptime = 1; uptime <= 3; uptime++) {
      balancer.client.report(load(uptime, 5, 5));
      assertThat(stream.read()).isEqualTo(new Frame.Load(load(uptime, 5, 5)));
    }
  }

  @Test
  void changeOfAReportThatIsNotThereEndsTheConnection() {
    fixture.server(ONE, listener);
    var balancer = fixture.rawBalancer(ONE).hello("balancer-0");
    balancer.stream.send(new Frame.LoadChange(LoadDelta.between(load(1, 5, 5), load(2, 5, 6))));
    balancer.stream.readToEnd();
    assertThat(listener.reports).isEmpty();
  }

  @Test
  void reportIsMadeOfTheOneBeforeAndItsChange() {
    fixture.server(ONE, listener);
    var balancer = fixture.rawBalancer(ONE).hello("balancer-0");
    var reports = List.of(load(1, 5, 5), load(2, 5, 6));
    balancer.stream.send(new Frame.Load(reports.get(0)));
    balancer.stream.send(new Frame.LoadChange(LoadDelta.between(reports.get(0), reports.get(1))));
    Await.until(() -> listener.reports, all -> all.size() == 2);
    assertThat(listener.reports).containsExactlyElementsOf(reports);
  }

  private static LoadReport load(long uptime, long... requests) {
    var apps =
        IntStream.range(0, requests.length)
            .mapToObj(
                app -> new AppLoad("default/a" + app, requests[app], 0, 0, 0, 0, 0, List.of()))
            .toList();
    return new LoadReport("balancer-0", "i", uptime, apps, List.of());
  }

  @Test
  void operatorThatReadsNothingGetsTheNewestReportLater() {
    var slow = fixture.rawOperator(ONE);
    fixture.server(TWO, listener);
    var balancer = fixture.client();
    var stream = slow.welcome(false);
    int sent = 400;
    var filling =
        Collections.nCopies(1_000, new PortFailure("default/app", 20_000, "x".repeat(100)));
    for (int i = 1; i <= sent; i++) {
      balancer.client.report(new LoadReport("balancer-0", "i", i, List.of(), filling));
    }
    Await.until(
        () -> listener.reports, all -> !all.isEmpty() && all.getLast().uptimeNanos() == sent);
    int received = 0;
    long uptime = 0;
    while (uptime < sent) {
      uptime = load(stream).uptimeNanos();
      received++;
    }
    assertThat(received).isLessThan(sent);
  }

  private static LoadReport load(RawStream stream) {
    return stream.read() instanceof Frame.Load load
        ? load.report()
        : fail("the next frame is no load report");
  }

  // TLS.

  @Test
  void operatorWhoseCertificateIsForAnotherNameIsNotTrusted() {
    fixture.server(ONE, fixture.authority.serving("other.test"), ControlFixture::verify, listener);
    fixture.server(TWO, listener).publish(table(1, 1, "shop"));
    fixture.client();
    listener.await("ack balancer-0 1/1");
    assertThat(listener.events.stream().filter("arrived balancer-0"::equals)).hasSize(1);
  }

  @Test
  void operatorOfAnotherAuthorityIsTrustedWhenTheFileSaysSo() {
    var other = new Authority();
    fixture.server(ONE, other.serving(), ControlFixture::verify, listener);
    fixture.server(TWO, listener).publish(table(1, 1, "shop"));
    fixture.client();
    listener.await("ack balancer-0 1/1");
    assertThat(listener.events).containsOnlyOnce("arrived balancer-0");
    fixture.write("ca.pem", fixture.authority.pem() + other.pem());
    Await.until(
        () -> listener.events.stream().filter("arrived balancer-0"::equals).count(),
        count -> count == 2);
  }

  @Test
  void certificateIsReplacedWithoutAnEndOfConnections() throws Exception {
    var server = fixture.server(ONE, listener);
    var before = fixture.rawBalancer(ONE).hello("balancer-0");
    server.use(fixture.authority.serving());
    var after = fixture.rawBalancer(ONE).hello("balancer-1");
    assertThat(after.serverCertificate()).isNotEqualTo(before.serverCertificate());
    before.stream.send(new Frame.Load(report("balancer-0", 1)));
    listener.awaitReport();
    assertThat(listener.events).containsExactly("arrived balancer-0", "arrived balancer-1");
  }
}
