package io.scaledapp.e2e.differential;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.scaledapp.e2e.differential.RecordingBackend.Received;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a proxy did with a case.
 *
 * @param statuses of its answers, without interim ones
 * @param readings the requests that the apps got whole
 * @param problem what is ambiguous in what the apps got, whole or not
 */
record Outcome(List<Integer> statuses, List<Reading> readings, Optional<String> problem) {
  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([2-5]\\d\\d)");

  static Outcome of(String answers, List<Received> received) {
    return new Outcome(
        STATUS.matcher(answers).results().map(m -> Integer.valueOf(m.group(1))).toList(),
        received.stream().flatMap(one -> Reading.of(one).stream()).toList(),
        received.stream()
            .filter(one -> one.bytes().length > 0)
            .flatMap(one -> StrictReader.problem(new String(one.bytes(), ISO_8859_1)).stream())
            .findFirst());
  }

  /** Whether the apps got the same requests. */
  boolean agreesWith(Outcome other) {
    return readings.size() == other.readings.size() && isStartOf(other);
  }

  /** Whether the apps got the first of the other's requests, and no others. */
  boolean isStartOf(Outcome other) {
    return readings.size() <= other.readings.size()
        && Stream.iterate(0, i -> i < readings.size(), i -> i + 1)
            .allMatch(i -> readings.get(i).agreesWith(other.readings.get(i)));
  }

  @Override
  public String toString() {
    var answers = statuses.stream().map(String::valueOf).collect(Collectors.joining(" "));
    var requests = readings.stream().map(Reading::toString).collect(Collectors.joining("; "));
    return (answers.isEmpty() ? "closed" : answers) + (requests.isEmpty() ? "" : ": " + requests);
  }
}
