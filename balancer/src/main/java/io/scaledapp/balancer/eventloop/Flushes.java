package io.scaledapp.balancer.eventloop;

import java.util.ArrayList;
import java.util.List;

/**
 * The channels of one event loop that have something written and not flushed. Every entry into the
 * balancer's code ends with {@link #flush}, so a batch of writes becomes one system call a channel.
 */
public final class Flushes {
  private final List<ChannelEnd> pending = new ArrayList<>();

  /** Notes that something is written to the channel; once is enough. */
  void add(ChannelEnd channel) {
    pending.add(channel);
  }

  /** Flushes all that was noted, and what is written in the course of it. */
  public void flush() {
    // By index: a flush may make a channel writable again, and more be written and noted.
    for (int i = 0; i < pending.size(); i++) {
      pending.get(i).flush();
    }
    pending.clear();
  }
}
