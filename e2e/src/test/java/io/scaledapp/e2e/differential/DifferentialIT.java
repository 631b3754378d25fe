package io.scaledapp.e2e.differential;

import static org.assertj.core.api.Assertions.assertThat;

import io.scaledapp.e2e.cluster.LeftOut;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Where two proxies disagree on where a request ends or whose it is, this balancer is the strict
 * one. {@code -Dscaledapp.e2e.golden=write} writes the table anew.
 */
@ExtendWith(PeersCondition.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DifferentialIT {
  private final List<Case> cases = Case.all();
  private Table table;

  @BeforeAll
  void send() throws ExecutionException, InterruptedException {
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Trial.Result> ours = executor.submit(() -> Trial.run(cases, ScaledAppProxy::new));
      Future<Trial.Result> nginx = executor.submit(() -> Trial.run(cases, Peer::nginx));
      Future<Trial.Result> haproxy = executor.submit(() -> Trial.run(cases, Peer::haproxy));
      table = new Table(cases, ours.get(), nginx.get(), haproxy.get());
    }
    if ("write".equals(System.getProperty("scaledapp.e2e.golden"))) {
      table.checkIn();
    }
  }

  @Test
  void appsGetNothingThatCanBeReadInTwoWays() {
    assertThat(cases).allSatisfy(one -> assertThat(table.ours(one).problem()).isEmpty());
  }

  @Test
  void balancerIsTheStrictOneOrHasAReason() {
    assertThat(cases)
        .filteredOn(one -> one.differs().isEmpty())
        .allSatisfy(
            one -> {
              assertThat(table.besideNginx(one)).as(one.name()).isNotEqualTo(Verdict.DIFFERENT);
              assertThat(table.besideHaproxy(one)).as(one.name()).isNotEqualTo(Verdict.DIFFERENT);
            });
  }

  @Test
  void noReasonIsGivenWhereNoneIsNeeded() {
    assertThat(cases)
        .filteredOn(one -> !one.differs().isEmpty())
        .allSatisfy(
            one ->
                assertThat(List.of(table.besideNginx(one), table.besideHaproxy(one)))
                    .as(one.name())
                    .contains(Verdict.DIFFERENT));
  }

  @Test
  void validRequestsAreServed() {
    assertThat(cases)
        .filteredOn(one -> one.kind() == Case.Kind.VALID)
        .allSatisfy(
            one -> {
              assertThat(table.ours(one).statuses()).as(one.name()).isNotEmpty().containsOnly(200);
              assertThat(table.besideNginx(one)).as(one.name()).isEqualTo(Verdict.SAME);
              assertThat(table.besideHaproxy(one)).as(one.name()).isEqualTo(Verdict.SAME);
            });
  }

  @Test
  void everyAppGetsExactlyTheRequestsThatWereAnswered() {
    assertThat(cases)
        .allSatisfy(
            one ->
                assertThat(table.ours(one).readings())
                    .as(one.name())
                    .hasSize(
                        (int)
                            table.ours(one).statuses().stream()
                                .filter(status -> status == 200)
                                .count()));
  }

  @Test
  void eachDoesWhatTheTableSays() {
    var checkedIn = Table.checkedIn();
    assertThat(Table.oursOf(table.lines())).isEqualTo(Table.oursOf(checkedIn));
    if (table.isOfSamePeers()) {
      assertThat(table.lines()).isEqualTo(checkedIn);
    } else {
      LeftOut.tell(
          "WHAT NGINX AND HAPROXY DO WAS NOT COMPARED WITH THE TABLE: it is of other versions;"
              + " -Dscaledapp.e2e.golden=write writes it anew");
    }
  }
}
