package io.scaledapp.e2e.longlived;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.ManagedChannel;
import io.grpc.okhttp.OkHttpChannelBuilder;
import io.scaledapp.e2e.Up;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Replicas of a web app and of a gRPC server go and come under requests of all kinds. {@code
 * e2e/bench/scale-downs.sh} has them do so for longer.
 */
class ScaleDownsIT {
  private static final int SCALE_DOWNS = Integer.getInteger("scaledapp.e2e.scaleDowns", 6);
  private static final int ROLLOUTS = Integer.getInteger("scaledapp.e2e.rollouts", 2);
  private static final Duration DRAIN = Duration.ofSeconds(4);
  private static final String WEB = "express-hello.localhost";

  @Test
  void noRequestFailsAndNoConnectionEndsBeforeItsTime(@TempDir Path folder) throws Exception {
    var web = new Endings(DRAIN);
    var grpc = new Endings(DRAIN);
    var answered = new LongAdder();
    try (var up = Up.start(folder, copy(folder, Up.EXPRESS), copy(folder, Up.GRPC))) {
      up.awaitReady("express-hello", 1, Duration.ofMinutes(5));
      up.awaitReady("grpc-hello", 1, Duration.ofMinutes(5));
      var ofWeb = new Changes(up, "express-hello", web).grow();
      var ofGrpc = new Changes(up, "grpc-hello", grpc).grow();
      var clients = new ArrayDeque<AutoCloseable>();
      try {
        startWeb(clients, up.port(), web, answered);
        startGrpc(clients, up.port(), grpc, answered);
        together(List.of(ofWeb, ofGrpc));
      } finally {
        while (!clients.isEmpty()) {
          clients.pop().close();
        }
      }
    }
    new Report(2 * ofEach(SCALE_DOWNS), 2 * ofEach(ROLLOUTS), answered.sum(), List.of(web, grpc))
        .write();
    assertThat(web.faults()).isEmpty();
    assertThat(grpc.faults()).isEmpty();
    assertThat(web.inWords()).containsOnlyKeys("WebSocket", "event stream");
    assertThat(grpc.inWords()).containsOnlyKeys("gRPC stream");
    assertThat(answered.sum()).isPositive();
  }

  private static void startWeb(
      ArrayDeque<AutoCloseable> clients, int port, Endings endings, LongAdder answered) {
    var quick = RequestSession.get(WEB, "/slow?ms=20");
    var slow = RequestSession.get(WEB, "/slow?ms=1500");
    var post = RequestSession.post(WEB);
    for (var request : List.of(quick, slow, post)) {
      clients.push(
          new Sessions("request", 4, () -> new RequestSession(port, request, answered), endings));
    }
    clients.push(new Sessions("WebSocket", 16, () -> new WebSocketSession(port, WEB), endings));
    clients.push(
        new Sessions("event stream", 16, () -> new EventStreamSession(port, WEB), endings));
  }

  private static void startGrpc(
      ArrayDeque<AutoCloseable> clients, int port, Endings endings, LongAdder answered) {
    ManagedChannel channel =
        OkHttpChannelBuilder.forAddress("127.0.0.1", port)
            .overrideAuthority("grpc-hello.localhost")
            .disableRetry()
            .usePlaintext()
            .build();
    clients.push(channel::shutdownNow);
    clients.push(new Sessions("gRPC call", 4, () -> new GrpcCalls(channel, answered), endings));
    clients.push(new Sessions("gRPC stream", 16, () -> new GrpcSession(channel), endings));
  }

  /** Each app has half of the changes, at the same time as the other. */
  private static void together(List<Changes> apps) throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var changing = new ArrayList<Future<?>>();
      for (var app : apps) {
        changing.add(threads.submit(() -> change(app)));
      }
      for (var one : changing) {
        one.get();
      }
    }
  }

  private static void change(Changes app) {
    for (var number = 0; number < ofEach(SCALE_DOWNS); number++) {
      app.shrink();
      app.grow();
    }
    for (var number = 0; number < ofEach(ROLLOUTS); number++) {
      app.replace();
    }
  }

  private static int ofEach(int both) {
    return (both + 1) / 2;
  }

  /** The sample with a short drain, and what it needs to be started. */
  private static Path copy(Path folder, Path sample) throws Exception {
    var from = Objects.requireNonNull(sample.getParent());
    var home = Files.createDirectories(folder.resolve(from.getFileName()));
    try (var files = Files.list(from)) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, home.resolve(file.getFileName()));
      }
    }
    var file = home.resolve("scaledapp.yaml");
    var yaml = Files.readString(file);
    var changed =
        yaml.replace("  routing:\n", "  routing:\n    drainTimeout: " + DRAIN.toSeconds() + "s\n");
    assertThat(changed).isNotEqualTo(yaml);
    return Files.writeString(file, changed);
  }
}
