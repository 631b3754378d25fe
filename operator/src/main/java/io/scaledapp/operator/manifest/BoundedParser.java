package io.scaledapp.operator.manifest;

import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.parser.Parser;

/** Bounds how deep collections nest, since what reads the events calls itself for each level. */
final class BoundedParser implements Parser {

  /** A pod template nests some 15 deep. */
  static final int MAX_DEPTH = 64;

  private final Parser parser;
  private int depth;

  BoundedParser(Parser parser) {
    this.parser = parser;
  }

  @Override
  public boolean checkEvent(Event.ID choice) {
    return parser.checkEvent(choice);
  }

  @Override
  public Event peekEvent() {
    return parser.peekEvent();
  }

  @Override
  public boolean hasNext() {
    return parser.hasNext();
  }

  @Override
  public Event next() {
    var event = parser.next();
    if (event instanceof CollectionStartEvent && ++depth > MAX_DEPTH) {
      throw new UnreadableException("nests deeper than " + MAX_DEPTH, event.getStartMark());
    }
    if (event instanceof CollectionEndEvent) {
      depth--;
    }
    return event;
  }
}
