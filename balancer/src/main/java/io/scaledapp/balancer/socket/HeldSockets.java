package io.scaledapp.balancer.socket;

import io.netty.channel.IoEventLoop;
import io.netty.channel.unix.FileDescriptor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The sockets that a store holds, one an address. On its event loop. */
final class HeldSockets {
  /** More than there are ports for apps. */
  private static final int MOST = 32_768;

  private final IoEventLoop loop;
  private final Map<InetSocketAddress, HeldSocket> byAddress = new HashMap<>();

  HeldSockets(IoEventLoop loop) {
    this.loop = loop;
  }

  /**
   * Holds it, in place of an earlier one with its address.
   *
   * @throws IOException if it cannot be held; it is closed then
   */
  void hold(FileDescriptor descriptor) throws IOException {
    if (byAddress.size() >= MOST) {
      descriptor.close();
      throw new IOException("more than " + MOST + " sockets");
    }
    var socket = HeldSocket.hold(descriptor, loop, this::forget);
    var before = byAddress.put(socket.address(), socket);
    if (before != null) {
      before.close();
    }
  }

  private void forget(HeldSocket gone) {
    byAddress.remove(gone.address(), gone);
  }

  /** Sends all, and then the end of the stream. */
  void sendAll(DescriptorSender sender) {
    byAddress.values().forEach(socket -> sender.send(socket.fd()));
    sender.closeWhenSent();
  }

  /** Has everyone refused who waits or comes, and holds nothing any more. */
  void shutDown() {
    List.copyOf(byAddress.values()).forEach(HeldSocket::shutDown);
  }

  int size() {
    return byAddress.size();
  }
}
