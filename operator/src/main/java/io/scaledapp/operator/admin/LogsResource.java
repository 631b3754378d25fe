package io.scaledapp.operator.admin;

import com.sun.net.httpserver.HttpExchange;
import io.scaledapp.operator.app.Apps;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * {@code /api/v1/logs?name=NAME&follow=true}: the replicas' output as streamed text, a line each.
 * While nothing is to be said, a blank line goes out now and then, since only a write tells that
 * the reader has gone.
 */
final class LogsResource implements Resource {

  static final String PATH = "/api/v1/logs";

  private static final Duration HEARTBEAT = Duration.ofSeconds(10);
  private static final int MAX_READERS = 64;
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Apps apps;
  private final LogSource logs;
  private final LogReaders readers;

  LogsResource(Apps apps, LogSource logs) {
    this(apps, logs, new LogReaders(MAX_READERS, PATIENCE, System::nanoTime));
  }

  LogsResource(Apps apps, LogSource logs, LogReaders readers) {
    this.apps = apps;
    this.logs = logs;
    this.readers = readers;
  }

  @Override
  public @Nullable Answer answer(HttpExchange request) throws IOException, InterruptedException {
    var refused = Requests.only(request, "GET");
    if (refused.isPresent()) {
      return refused.get();
    }
    var query = Requests.query(request);
    var name = query.get("name");
    if (name != null
        && apps.list().stream().noneMatch(a -> a.getMetadata().getName().equals(name))) {
      return Answer.problem(404, "Not Found", "no app named " + name);
    }
    var place = readers.enter();
    if (place.isEmpty()) {
      return Answer.problem(
          503, "Service Unavailable", readers.most() + " readers of logs already");
    }
    try (var reader = place.get();
        var lines = logs.open(name, Boolean.parseBoolean(query.get("follow")))) {
      stream(lines, request, reader);
      return null;
    }
  }

  private static void stream(LogSource.Lines lines, HttpExchange request, LogReaders.Reader reader)
      throws IOException, InterruptedException {
    request.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
    request.sendResponseHeaders(200, 0);
    var out = request.getResponseBody();
    out.flush();
    while (!lines.ended()) {
      var line = lines.next(Duration.ZERO);
      if (line == null) {
        reader.write(out::flush);
        line = Objects.requireNonNullElse(lines.next(HEARTBEAT), "");
      }
      var bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
      reader.write(() -> out.write(bytes));
    }
    reader.write(out::close);
  }
}
