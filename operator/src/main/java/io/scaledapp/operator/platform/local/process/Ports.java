package io.scaledapp.operator.platform.local.process;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Hands out TCP ports that nobody listens on, none to two at once: within this process by a set,
 * and between processes of the same state folder by a lock on one byte a port. Any thread.
 *
 * <p>The range lies below the one from which Linux (32768) and macOS (49152) take the local ports
 * of outgoing connections. So no connection can take a port between its choice here and the start
 * of its listener, nor can a connection attempt to a port on which nobody listens yet end up
 * connected to itself.
 */
public final class Ports implements AutoCloseable {
  private static final int FIRST = 20_000;
  private static final int COUNT = 5_000;

  private final FileChannel locks;
  private final Set<Integer> reserved = new HashSet<>();
  private int next = FIRST + new Random().nextInt(COUNT);

  private Ports(FileChannel locks) {
    this.locks = locks;
  }

  /** Opens the allocation that all processes with this state folder share. */
  public static Ports open(Path stateFolder) throws IOException {
    return new Ports(
        FileChannel.open(
            stateFolder.resolve("ports.lock"),
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE));
  }

  /**
   * Reserves a free port until it is closed.
   *
   * @throws StartException when there is none left
   */
  public synchronized Reserved reserve() throws StartException {
    for (var tried = 0; tried < COUNT; tried++) {
      var port = next;
      next = FIRST + (next - FIRST + 1) % COUNT;
      var taken = reserved.contains(port) ? null : take(port);
      if (taken != null) {
        return taken;
      }
    }
    throw new StartException(
        "no TCP port from %d to %d is free; end what listens on them"
            .formatted(FIRST, FIRST + COUNT - 1));
  }

  private @Nullable Reserved take(int port) throws StartException {
    var lock = lock(port);
    if (lock == null) {
      return null;
    }
    if (!isFree(port)) {
      release(lock);
      return null;
    }
    reserved.add(port);
    return new Reserved(port, lock);
  }

  private @Nullable FileLock lock(int port) throws StartException {
    try {
      return locks.tryLock(port, 1, false);
    } catch (OverlappingFileLockException e) {
      return null;
    } catch (IOException e) {
      throw new StartException("cannot lock ports.lock in the state folder: " + e.getMessage(), e);
    }
  }

  /** Whether nobody listens on the port, on whatever address. */
  public static boolean isFree(int port) {
    // Bound but never listening: nobody can connect meanwhile, and nothing is left behind.
    try (var socket = new Socket()) {
      socket.setReuseAddress(false);
      socket.bind(new InetSocketAddress(port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static void release(FileLock lock) {
    try {
      lock.release();
    } catch (IOException e) {
      // The channel is closed, and the lock with it.
    }
  }

  @Override
  public void close() {
    try {
      locks.close();
    } catch (IOException e) {
      // The locks end with this process at the latest.
    }
  }

  /** A port that nobody else gets until it is closed. */
  public final class Reserved implements AutoCloseable {
    private final int number;
    private final FileLock lock;

    private Reserved(int number, FileLock lock) {
      this.number = number;
      this.lock = lock;
    }

    /** 1 to 65535. */
    public int number() {
      return number;
    }

    @Override
    public void close() {
      synchronized (Ports.this) {
        reserved.remove(number);
        release(lock);
      }
    }
  }
}
