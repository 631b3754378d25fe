package io.scaledapp.e2e;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A Redis of this machine's package, on a port of its own, that keeps nothing on disk. */
final class RedisServer implements AutoCloseable {

  private final int port = Up.freePort();
  private final Process process;

  RedisServer(Path folder) throws IOException {
    var program = program().orElseThrow().toString();
    var bind = List.of("--bind", "127.0.0.1", "--port", String.valueOf(port));
    var nothingKept = List.of("--save", "", "--appendonly", "no", "--dir", folder.toString());
    var command = Stream.of(List.of(program), bind, nothingKept).flatMap(List::stream).toList();
    process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("redis.log").toFile())
            .start();
    Await.until("Redis listens", Duration.ofSeconds(30), this::listens);
  }

  static Optional<Path> program() {
    return Stream.of(System.getenv("PATH").split(":", -1))
        .map(folder -> Path.of(folder, "redis-server"))
        .filter(path -> path.toFile().canExecute())
        .findFirst();
  }

  int port() {
    return port;
  }

  private boolean listens() {
    if (!process.isAlive()) {
      throw new AssertionError("Redis ended with " + process.exitValue());
    }
    try (var connection = new HttpConnection(port)) {
      connection.send("PING\r\n");
      return connection.line().equals("+PONG");
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    process.waitFor();
  }
}
