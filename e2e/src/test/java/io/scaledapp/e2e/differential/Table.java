package io.scaledapp.e2e.differential;

import io.scaledapp.e2e.Await;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The golden table: what each of the three did with each case. */
record Table(List<Case> cases, Trial.Result ours, Trial.Result nginx, Trial.Result haproxy) {
  private static final Path FILE = Path.of("src/test/resources/differential/table.md");
  private static final String NGINX = "nginx";
  private static final String HAPROXY = "HAProxy";

  private static final String HEAD =
      """
      # What ScaledApp, nginx and HAProxy make of the corpus
      nginx %s, HAProxy %s.
      A cell has the statuses of the answers, and then the requests that the apps got: app, method, \
      target, host if it is not app.test, content. `GET /after` is the request that follows a case; \
      where it is missing, the connection was closed before. What varies depends on when the bytes \
      come. The last column: ScaledApp beside \
      nginx and beside HAProxy.

      | case | tries | ScaledApp | nginx | HAProxy | beside |
      |---|---|---|---|---|---|
      """;

  Verdict besideNginx(Case one) {
    return beside(one, NGINX, nginx);
  }

  Verdict besideHaproxy(Case one) {
    return beside(one, HAPROXY, haproxy);
  }

  private Verdict beside(Case one, String peer, Trial.Result result) {
    return one.varies().contains(peer)
        ? Verdict.VARIES
        : Verdict.of(of(ours, one), of(result, one));
  }

  Outcome ours(Case one) {
    return of(ours, one);
  }

  /** The lines of the table that is checked in. */
  static List<String> checkedIn() {
    return Await.unchecked(() -> Files.readAllLines(FILE));
  }

  void checkIn() {
    var unused = Await.unchecked(() -> Files.write(FILE, lines()));
  }

  List<String> lines() {
    return Stream.concat(
            HEAD.formatted(nginx.version(), haproxy.version()).lines(),
            cases.stream().map(this::line))
        .toList();
  }

  /** Whether the peers' columns of the table that is checked in are of these versions. */
  boolean isOfSamePeers() {
    return checkedIn().contains(lines().get(1));
  }

  /** Case and this balancer's cell of each line, which no other peer changes. */
  static List<String> oursOf(List<String> lines) {
    Function<String, String> ours =
        line -> Stream.of(line.split(" \\| ")).limit(3).collect(Collectors.joining(" | "));
    return lines.stream().filter(line -> line.startsWith("| ")).map(ours).toList();
  }

  private String line(Case one) {
    var cells =
        Stream.of(
            one.kind().toString().toLowerCase(Locale.ROOT) + " " + one.name(),
            one.tries() + " (" + one.source() + ")",
            of(ours, one).toString(),
            cell(one, NGINX, nginx),
            cell(one, HAPROXY, haproxy),
            (besideNginx(one) + ", " + besideHaproxy(one)).toLowerCase(Locale.ROOT)
                + (one.differs().isEmpty() ? "" : ": " + one.differs()));
    return cells
        .map(cell -> cell.replace("|", "\\|"))
        .collect(Collectors.joining(" | ", "| ", " |"));
  }

  private static String cell(Case one, String peer, Trial.Result result) {
    return one.varies().contains(peer) ? "varies" : of(result, one).toString();
  }

  private static Outcome of(Trial.Result result, Case one) {
    var outcome = result.outcomes().get(one.name());
    if (outcome == null) {
      throw new IllegalStateException("no outcome of " + one.name());
    }
    return outcome;
  }
}
