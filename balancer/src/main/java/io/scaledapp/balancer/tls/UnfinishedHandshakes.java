package io.scaledapp.balancer.tls;

import io.netty.channel.Channel;
import java.util.LinkedHashSet;

/**
 * Connections of one event loop that have yet to finish their handshake. Of too many the oldest is
 * closed: an honest client's is over in moments. For the use of that loop.
 */
final class UnfinishedHandshakes {
  private final int most;
  private final LinkedHashSet<Channel> channels = new LinkedHashSet<>();

  UnfinishedHandshakes(int most) {
    this.most = most;
  }

  void add(Channel channel) {
    channels.add(channel);
    if (channels.size() > most) {
      var unused = channels.removeFirst().close();
    }
  }

  void remove(Channel channel) {
    channels.remove(channel);
  }
}
