package io.scaledapp.balancer.socket;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.DomainSocketAddress;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The folder through which a balancer and its socket store meet. Over both sockets in it pass file
 * descriptors (SCM_RIGHTS, unix(7)), each with one byte, and nothing else: what a descriptor is for
 * is the address that it is bound to.
 */
record StoreFolder(Path path) {

  /**
   * The folder, where descriptors can be passed at all.
   *
   * @throws IOException if Netty's native epoll cannot be used here, with the reason and the mend
   */
  static StoreFolder at(Path path) throws IOException {
    if (!Epoll.isAvailable()) {
      throw new IOException(
          "cannot pass sockets by %s: %s; this needs Linux, and a temporary folder not mounted noexec"
              .formatted(path, Epoll.unavailabilityCause().getMessage()),
          Epoll.unavailabilityCause());
    }
    return new StoreFolder(path);
  }

  /** Who connects here is sent what is held, and then the end of the stream. */
  DomainSocketAddress take() {
    return address("take");
  }

  /** What is sent here is held. */
  DomainSocketAddress keep() {
    return address("keep");
  }

  private DomainSocketAddress address(String name) {
    return new DomainSocketAddress(path.resolve(name).toFile());
  }
}
