package io.scaledapp.operator.manifest;

import io.scaledapp.operator.manifest.Document.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/**
 * Parses YAML, and so JSON, into documents whose fields know their lines. Depth, aliases and size
 * are bounded, so no file can exhaust the memory or the stack.
 */
final class YamlParser {

  private static final LoadSettings SETTINGS =
      LoadSettings.builder().setSchema(new KubernetesYamlSchema()).setUseMarks(true).build();

  private YamlParser() {}

  /**
   * The documents that are not empty. What cannot be parsed is added to {@code problems}; after a
   * syntax error nothing more is read.
   */
  static List<Document> parse(String file, String text, List<Problem> problems) {
    var documents = new ArrayList<Document>();
    try {
      var parser =
          new BoundedParser(
              new ParserImpl(SETTINGS, new StreamReader(SETTINGS, withoutTabs(text))));
      var composer = new Composer(SETTINGS, parser);
      while (composer.hasNext()) {
        var document = new TreeBuilder(file, problems).build(composer.next());
        if (!document.root().isNull()) {
          documents.add(document);
        }
      }
    } catch (UnreadableException e) {
      problems.add(problem(file, e.place(), e.reason()));
    } catch (MarkedYamlEngineException e) {
      var mark = e.getProblemMark().or(e::getContextMark);
      problems.add(problem(file, mark.map(YamlParser::place), syntax(e)));
    } catch (YamlEngineException e) {
      problems.add(problem(file, Optional.empty(), "is not YAML: " + e.getMessage()));
    }
    return documents;
  }

  /**
   * YAML knows no tabs between values, and JSON knows none within them: there, each can be a space
   * without a change to what is meant or where it stands.
   */
  private static String withoutTabs(String text) {
    return text.stripLeading().startsWith("{") ? text.replace('\t', ' ') : text;
  }

  static Place place(Mark mark) {
    return new Place(mark.getLine() + 1, mark.getColumn() + 1);
  }

  private static String syntax(MarkedYamlEngineException e) {
    var context = e.getContext() == null ? "" : e.getContext() + ", ";
    return "is not YAML: " + context + e.getProblem();
  }

  private static Problem problem(String file, Optional<Place> place, String message) {
    return place
        .map(p -> new Problem(file, p.line(), p.column(), "", message))
        .orElseGet(() -> Problem.ofFile(file, message));
  }
}
