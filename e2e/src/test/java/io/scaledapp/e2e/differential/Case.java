package io.scaledapp.e2e.differential;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * One case of the corpus: what a client sends on one connection.
 *
 * @param name of its file
 * @param kind what a strict server makes of it
 * @param tries what it tries, in words
 * @param source where the rule stands
 * @param then what the client does next
 * @param differs why this balancer may do otherwise than a peer without being the stricter one;
 *     empty where it is not to
 * @param varies the peers whose doing depends on when the bytes come, so that it says nothing
 * @param bytes what the client sends first
 */
record Case(
    String name,
    Kind kind,
    String tries,
    String source,
    Then then,
    String differs,
    Set<String> varies,
    byte[] bytes) {

  private static final Path FOLDER = Path.of("src/test/resources/differential/corpus");
  private static final String COMMENT = "# ";

  enum Kind {
    /** Right, and served by everyone. */
    VALID,
    /** Right or tolerable, and read in several ways in the field. */
    ODD,
    /** Wrong, so that no two readers need agree. */
    HOSTILE
  }

  enum Then {
    /** Sends another request, which shows where the first ended. */
    FOLLOW_UP,
    /** Ends its output. */
    END,
    /** Says no more. */
    WAIT
  }

  /** All cases, by kind and name. */
  static List<Case> all() {
    try (var files = Files.walk(FOLDER)) {
      return files.filter(Files::isRegularFile).sorted().map(Case::read).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return name;
  }

  private static Case read(Path file) {
    try {
      var lines = Files.readAllLines(file, UTF_8);
      var comments = new HashMap<String, String>();
      var at = 0;
      for (; lines.get(at).startsWith(COMMENT); at++) {
        var parts = lines.get(at).substring(COMMENT.length()).split(": ", 2);
        comments.put(parts[0], parts[1]);
      }
      return of(file, comments, String.join("", lines.subList(at, lines.size())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (RuntimeException e) {
      throw new IllegalArgumentException(file + " is no case: " + e.getMessage(), e);
    }
  }

  private static Case of(Path file, Map<String, String> comments, String escaped) {
    var then = comments.getOrDefault("then", "follow-up");
    return new Case(
        file.getFileName().toString().replace(".http", ""),
        Kind.valueOf(nameOfFolder(file).toUpperCase(Locale.ROOT)),
        required(comments, "tries"),
        required(comments, "source"),
        Then.valueOf(then.toUpperCase(Locale.ROOT).replace('-', '_')),
        comments.getOrDefault("differs", ""),
        comments.containsKey("varies") ? Set.of(comments.get("varies").split(", ")) : Set.of(),
        Escapes.decode(escaped));
  }

  private static String nameOfFolder(Path file) {
    return file.getName(file.getNameCount() - 2).toString();
  }

  private static String required(Map<String, String> comments, String key) {
    var value = comments.get(key);
    if (value == null) {
      throw new IllegalArgumentException("a line '# " + key + ": ' is missing");
    }
    return value;
  }
}
