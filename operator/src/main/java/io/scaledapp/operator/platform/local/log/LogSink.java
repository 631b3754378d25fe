package io.scaledapp.operator.platform.local.log;

import java.io.IOException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the output of one source goes. It never fails: a full disk must not stop a replica, so what
 * cannot be kept is lost, and said once. Any thread.
 */
public final class LogSink implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(LogSink.class);

  private final Logs logs;
  private final RotatingFile file;
  private final String app;
  private final String source;
  private boolean failing;

  LogSink(Logs logs, RotatingFile file, String app, String source) {
    this.logs = logs;
    this.file = file;
    this.app = app;
    this.source = source;
  }

  String app() {
    return app;
  }

  String source() {
    return source;
  }

  LogLimits limits() {
    return logs.limits();
  }

  synchronized void publish(List<LogLine> lines) {
    try {
      logs.publish(file, lines);
      failing = false;
    } catch (IOException e) {
      if (!failing) {
        log.atWarn()
            .addKeyValue("app", app)
            .setCause(e)
            .log("cannot keep the output of {}", source);
      }
      failing = true;
    }
  }

  @Override
  public synchronized void close() {
    try {
      file.close();
    } catch (IOException e) {
      log.atWarn().addKeyValue("app", app).setCause(e).log("cannot close the log of {}", source);
    }
  }
}
