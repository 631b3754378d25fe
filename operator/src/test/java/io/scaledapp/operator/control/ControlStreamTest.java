package io.scaledapp.operator.control;

import static io.scaledapp.operator.control.ControlFixture.ONE;
import static io.scaledapp.operator.control.ControlFixture.TWO;
import static io.scaledapp.operator.control.ControlFixture.report;
import static io.scaledapp.operator.control.ControlFixture.table;
import static org.assertj.core.api.Assertions.assertThat;

import io.scaledapp.operator.platform.local.Await;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Operators and balancers as they are, over real sockets with TLS. */
class ControlStreamTest {
  private final RecordingListener one = new RecordingListener();
  private final RecordingListener two = new RecordingListener();
  private ControlFixture fixture;

  @BeforeEach
  void open(@TempDir Path folder) {
    fixture = new ControlFixture(folder);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void loadGetsToEveryOperatorAndTheTableToTheBalancer() {
    var leader = fixture.server(ONE, one);
    fixture.server(TWO, two);
    var balancer = fixture.client();
    balancer.client.report(report("balancer-0", 7));
    leader.publish(table(1, 1, "shop"));
    one.awaitReport();
    two.awaitReport();
    assertThat(one.reports).containsExactly(report("balancer-0", 7));
    assertThat(two.reports).containsExactly(report("balancer-0", 7));
    one.await("ack balancer-0 1/1");
    assertThat(balancer.tables).containsExactly(table(1, 1, "shop"));
    assertThat(two.events).containsExactly("arrived balancer-0");
  }

  @Test
  void tableOfTheHighestTermIsInForceAndOthersAreToldSo() {
    var deposed = fixture.server(ONE, one);
    var leader = fixture.server(TWO, two);
    var balancer = fixture.client();
    leader.publish(table(5, 1, "shop"));
    two.await("ack balancer-0 5/1");
    deposed.publish(table(4, 99, "shop", "old"));
    one.await("superseded balancer-0 5/1");
    assertThat(balancer.tables).containsExactly(table(5, 1, "shop"));
    deposed.publish(table(6, 1, "shop", "new"));
    one.await("ack balancer-0 6/1");
    assertThat(balancer.tables).last().isEqualTo(table(6, 1, "shop", "new"));
  }

  @Test
  void changesArriveOneAfterTheOther() {
    var leader = fixture.server(ONE, one);
    var balancer = fixture.client();
    for (int sequence = 1; sequence <= 50; sequence++) {
      leader.publish(table(1, sequence, "shop", "app" + sequence % 7, "web" + sequence % 3));
      int last = sequence;
      if (sequence % 10 == 0) {
        one.await("ack balancer-0 1/" + last);
        assertThat(balancer.tables.getLast())
            .isEqualTo(table(1, last, "shop", "app" + last % 7, "web" + last % 3));
      }
    }
  }

  @Test
  void balancerThatComesLateGetsTheTable() {
    fixture.server(ONE, one).publish(table(1, 1, "shop"));
    var balancer = fixture.client();
    Await.until(() -> balancer.tables, tables -> !tables.isEmpty());
    assertThat(balancer.tables).containsExactly(table(1, 1, "shop"));
  }

  @Test
  void operatorThatLeadsNoLongerSendsItsTableToNobody() {
    var former = fixture.server(ONE, one);
    former.publish(table(1, 1, "shop"));
    former.withhold();
    var balancer = fixture.client();
    balancer.client.report(report("balancer-0", 1));
    one.awaitReport();
    assertThat(balancer.tables).isEmpty();
  }

  @Test
  void lastTableStaysWhileTheOperatorRestarts() {
    var before = fixture.server(ONE, one);
    var balancer = fixture.client();
    before.publish(table(1, 1, "shop"));
    one.await("ack balancer-0 1/1");
    before.close();
    balancer.client.report(report("balancer-0", 1));
    balancer.client.report(report("balancer-0", 2));
    var after = fixture.server(ONE, two);
    two.awaitReport();
    assertThat(two.reports).containsExactly(report("balancer-0", 2));
    assertThat(balancer.tables).containsExactly(table(1, 1, "shop"));
    after.publish(table(2, 1, "shop", "new"));
    two.await("ack balancer-0 2/1");
    assertThat(balancer.tables).last().isEqualTo(table(2, 1, "shop", "new"));
  }

  @Test
  void operatorIsFoundWhenTheNameGetsItsAddress() {
    fixture.server(ONE, one);
    fixture.server(TWO, two);
    fixture.addresses.remove(ControlFixture.address(TWO));
    fixture.client();
    one.await("arrived balancer-0");
    assertThat(two.events).isEmpty();
    fixture.addresses.add(ControlFixture.address(TWO));
    two.await("arrived balancer-0");
  }

  @Test
  void balancerThatLeavesIsToldWhenNothingNamesItAndIsNotLost() {
    var leader = fixture.server(ONE, one);
    var balancer = fixture.client();
    one.await("arrived balancer-0");
    var left = balancer.client.leave().toCompletableFuture();
    one.await("leaving balancer-0");
    assertThat(left).isNotDone();
    leader.left("balancer-0");
    Await.until(left::isDone, done -> done);
    balancer.close();
    one.await("gone balancer-0 LEFT");
  }

  @Test
  void balancerThatLeavesSaysSoToAnOperatorThatComesLater() {
    var balancer = fixture.client();
    var unused = balancer.client.leave();
    fixture.server(ONE, one);
    one.await("leaving balancer-0");
  }

  @Test
  void balancerWhoseConnectionBreaksIsLost() {
    fixture.server(ONE, one);
    var balancer = fixture.client();
    one.await("arrived balancer-0");
    balancer.close();
    one.await("gone balancer-0 LOST");
  }
}
