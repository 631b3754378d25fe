package io.scaledapp.e2e.soak;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/** Clients that each do one thing after another, chosen at random. */
final class MixedClients {
  private static final int COUNT = 60;
  private static final int LIMIT_MILLIS = 10_000;

  private final ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();
  private final LongAdder[] done =
      Stream.generate(LongAdder::new).limit(Act.values().length).toArray(LongAdder[]::new);
  private final int port;
  private volatile boolean stopped;

  MixedClients(int port) {
    this.port = port;
    for (var i = 0; i < COUNT; i++) {
      var unused = clients.submit(this::act);
    }
  }

  /** Lets each end what it does; how often each was done to its end. */
  Map<Act, Long> stop() throws InterruptedException {
    stopped = true;
    clients.shutdown();
    if (!clients.awaitTermination(60, TimeUnit.SECONDS)) {
      throw new AssertionError("a client did not end within 60 s");
    }
    var counts = new EnumMap<Act, Long>(Act.class);
    for (var act : Act.values()) {
      counts.put(act, done[act.ordinal()].sum());
    }
    return counts;
  }

  private void act() {
    while (!stopped) {
      var act = Act.values()[ThreadLocalRandom.current().nextInt(Act.values().length)];
      try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        socket.setSoTimeout(LIMIT_MILLIS);
        act.perform(socket);
        done[act.ordinal()].increment();
      } catch (IOException e) {
        // Much here is meant to end in this way.
      }
    }
  }
}
