package io.scaledapp.balancer.socket;

import static java.util.Objects.requireNonNull;

import io.netty.channel.IoEvent;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A descriptor of a socket that a balancer listens on. It accepts nothing, and lasts until someone
 * shuts the socket down, as {@code FDPOLL} of systemd's file descriptor store has it
 * (sd_pid_notify_with_fds(3)). On one event loop.
 */
final class HeldSocket implements EpollIoHandle {
  // As in Linux' asm-generic/socket.h, and in netinet/in.h.
  private static final int SOL_SOCKET = 1;
  private static final int SO_ACCEPTCONN = 30;
  private static final int SO_PROTOCOL = 38;
  private static final int IPPROTO_TCP = 6;

  private final Socket socket;
  private final InetSocketAddress address;
  private final Consumer<HeldSocket> gone;
  private @Nullable IoRegistration registration;

  /**
   * Begins to hold it.
   *
   * @param gone told when it is held no more
   * @throws IOException if this is no TCP socket that is listened on; the descriptor is closed then
   */
  static HeldSocket hold(FileDescriptor descriptor, IoEventLoop loop, Consumer<HeldSocket> gone)
      throws IOException {
    var socket = new Socket(descriptor.intValue());
    try {
      if (socket.getIntOpt(SOL_SOCKET, SO_PROTOCOL) != IPPROTO_TCP
          || socket.getIntOpt(SOL_SOCKET, SO_ACCEPTCONN) == 0) {
        throw new IOException("not a TCP socket that is listened on");
      }
    } catch (IOException e) {
      socket.close();
      throw e;
    }
    var held = new HeldSocket(socket, socket.localAddress(), gone);
    var unused =
        loop.register(held).addListener(done -> held.watch((IoRegistration) done.getNow()));
    return held;
  }

  private HeldSocket(Socket socket, InetSocketAddress address, Consumer<HeldSocket> gone) {
    this.socket = socket;
    this.address = address;
    this.gone = gone;
  }

  /** For no event but the one that cannot be left out, that it hangs up. */
  private void watch(IoRegistration registration) {
    this.registration = registration;
    var unused = registration.submit(EpollIoOps.EPOLLET);
  }

  InetSocketAddress address() {
    return address;
  }

  @Override
  public FileDescriptor fd() {
    return socket;
  }

  @Override
  public void handle(IoRegistration registration, IoEvent event) {
    var unused = registration.cancel();
  }

  @Override
  public void unregistered() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new IllegalStateException("close of " + address, e);
    }
    gone.accept(this);
  }

  /** Refuses who waits, and whoever comes; holds it no more as soon as that is seen. */
  void shutDown() {
    ListeningSocket.shutDown(socket);
  }

  /** Holds it no more; the socket is listened on for as long as someone else holds it. */
  @Override
  public void close() {
    var unused = requireNonNull(registration, "registered at once on the loop").cancel();
  }
}
