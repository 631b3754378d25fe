package io.scaledapp.balancer.socket;

import io.netty.channel.unix.DomainSocketAddress;
import java.nio.file.Path;

/**
 * The folder through which a balancer and its socket store meet. Over both sockets in it pass file
 * descriptors (SCM_RIGHTS, unix(7)), each with one byte, and nothing else: what a descriptor is for
 * is the address that it is bound to.
 */
record StoreFolder(Path path) {

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
