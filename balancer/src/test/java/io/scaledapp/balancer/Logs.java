package io.scaledapp.balancer;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.slf4j.LoggerFactory;

/** What is logged while this is open, a line each with its keys and values. */
final class Logs extends AppenderBase<ILoggingEvent> implements AutoCloseable {
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);

  Logs() {
    start();
    root.addAppender(this);
  }

  @Override
  protected void append(ILoggingEvent event) {
    var pairs = event.getKeyValuePairs();
    var values =
        pairs == null
            ? ""
            : pairs.stream().map(String::valueOf).collect(Collectors.joining(" ", " ", ""));
    lines.add(event.getFormattedMessage() + values);
  }

  List<String> lines() {
    return lines;
  }

  @Override
  public void close() {
    root.detachAppender(this);
    stop();
  }
}
