package io.scaledapp.balancer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** Ports of the loopback address. */
final class Ports {
  private static final AtomicInteger NEXT =
      new AtomicInteger(ThreadLocalRandom.current().nextInt(20_000, 32_767));

  private Ports() {}

  /** A port below those that the system gives to outgoing connections, so that none takes it. */
  static int free() {
    while (true) {
      int candidate = NEXT.updateAndGet(port -> port < 32_767 ? port + 1 : 20_000);
      try (var socket = new ServerSocket(candidate, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      } catch (BindException e) {
        // Another one, then.
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Whether somebody listens there. */
  static boolean connects(int port) {
    try (var client = new Client(port)) {
      return client.socket.isConnected();
    } catch (UncheckedIOException e) {
      return false;
    }
  }
}
