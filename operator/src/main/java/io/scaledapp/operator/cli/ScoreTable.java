package io.scaledapp.operator.cli;

import io.scaledapp.operator.simulator.PolicyName;
import io.scaledapp.operator.simulator.Score;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/** Scores for people: a line for each figure, a column for each policy. */
final class ScoreTable {

  private ScoreTable() {}

  /** Of at least one policy. */
  static String of(Map<PolicyName, Score> scores) {
    var lines =
        List.of(
            real("aU", Score::aU, "missing replicas, in shares of the demand"),
            real("aO", Score::aO, "replicas too many, in shares of the demand"),
            real("tU", Score::tU, "share of the time with too few"),
            real("tO", Score::tO, "share of the time with too many"),
            real("k", Score::k, "share of the time that supply rose and demand did not"),
            real("kPrime", Score::kPrime, "share of the time that supply fell and demand did not"),
            whole("replicaSeconds", Score::replicaSeconds, "from start to end of each replica"),
            whole("waitedOver1s", Score::waitedOver1s, "requests"),
            whole("p99WaitMs", Score::p99WaitMs, "99 of 100 requests waited no longer"),
            whole("refused", Score::refused, "requests: the queue was full, or the wait too long"),
            real(
                "connectionsCutPerScaleDown",
                Score::connectionsCutPerScaleDown,
                "open when their replica had to go"),
            whole("scaleActions", Score::scaleActions, "changes of the count"));
    var rows = new ArrayList<List<String>>();
    rows.add(header(scores));
    for (var line : lines) {
      rows.add(row(line, scores));
    }
    return TextTable.layOut(rows);
  }

  private record Line(String key, Function<Score, String> figure, String meaning) {}

  private static Line real(String key, ToDoubleFunction<Score> figure, String meaning) {
    return new Line(
        key, score -> String.format(Locale.ROOT, "%.4f", figure.applyAsDouble(score)), meaning);
  }

  private static Line whole(String key, ToLongFunction<Score> figure, String meaning) {
    return new Line(
        key, score -> String.format(Locale.ROOT, "%,d", figure.applyAsLong(score)), meaning);
  }

  private static List<String> header(Map<PolicyName, Score> scores) {
    var header = new ArrayList<>(List.of("FIGURE"));
    scores.keySet().forEach(policy -> header.add(policy.toString().toUpperCase(Locale.ROOT)));
    header.add("MEANING");
    return header;
  }

  private static List<String> row(Line line, Map<PolicyName, Score> scores) {
    var row = new ArrayList<>(List.of(line.key()));
    scores.values().forEach(score -> row.add(line.figure().apply(score)));
    row.add(line.meaning());
    return row;
  }
}
