package io.scaledapp.e2e.crd;

import java.util.List;
import java.util.regex.Pattern;

/**
 * How the API server words what local validation says. A CEL rule has one message for both, and
 * each has words of its own for the keywords of the schema and for YAML that it cannot read.
 */
final class ApiServerWording {

  /** The first that fits holds; the last is for the messages of CEL rules. */
  private static final List<Wording> WORDINGS =
      List.of(
          wording("is not YAML: .*", "yaml: line "),
          wording("(?:\\S+\\.)?(\\S+): is given twice.*", "key \"$1\" already set in map"),
          wording("(\\S+): is unknown.*", "unknown field \"$1\""),
          wording("metadata: is required", "metadata.name: ", "Required value"),
          wording("(\\S+): is required", "$1: ", "Required value"),
          wording("(\\S+): must be at least (.*), is .*", "$1: ", "greater than or equal to $2"),
          wording("(\\S+): must be at most (.*), is .*", "$1: ", "less than or equal to $2"),
          wording("(\\S+): must have at least 1 item,.*", "$1: ", "should have at least 1 items"),
          wording("(\\S+): must be one of .*, is (\".*\")", "$1: ", "Unsupported value: $2"),
          wording(
              "(\\S+): must be (?:an? (?:duration|DNS name|path|token|media type|IP address"
                  + "|(?:whole )?quantity)|minute|visible ASCII|(?:lower-case )?letters).*"
                  + ", is (\".*\")",
              "$1: ",
              "$2",
              "should match"),
          wording("(\\S+): must be a list, .*", "$1: ", "must be of type array"),
          wording("(\\S+): must be a whole number, .*", "$1: ", "must be of type integer"),
          wording("metadata.labels.*: must be a string, .*", "ObjectMeta.labels of type string"),
          wording("(\\S+): must be a string, .*", "$1: ", "must be of type string"),
          wording("(\\S+): (.*)", "$1: ", "$2"));

  private record Wording(Pattern local, List<String> parts) {

    boolean fits(String problem) {
      return local.matcher(problem).matches();
    }

    List<String> partsFor(String problem) {
      return parts.stream().map(part -> local.matcher(problem).replaceFirst(part)).toList();
    }
  }

  private ApiServerWording() {}

  private static Wording wording(String local, String... parts) {
    return new Wording(Pattern.compile("^" + local + "$"), List.of(parts));
  }

  /** Whether one line of what the API server told has all that it would say of the problem. */
  static boolean tells(String told, String problem) {
    var parts =
        WORDINGS.stream()
            .filter(wording -> wording.fits(problem))
            .findFirst()
            .orElseThrow()
            .partsFor(problem);
    return told.lines().anyMatch(line -> parts.stream().allMatch(line::contains));
  }
}
