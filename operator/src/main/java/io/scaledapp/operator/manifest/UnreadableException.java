package io.scaledapp.operator.manifest;

import io.scaledapp.operator.manifest.Document.Place;
import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.Mark;

/** A document that is no tree of fields or goes beyond a bound. The parsing of its file ends. */
final class UnreadableException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String reason;
  private final transient Optional<Place> place;

  UnreadableException(String reason, Optional<Mark> mark) {
    super(reason);
    this.reason = reason;
    this.place = mark.map(YamlParser::place);
  }

  String reason() {
    return reason;
  }

  Optional<Place> place() {
    return place;
  }
}
