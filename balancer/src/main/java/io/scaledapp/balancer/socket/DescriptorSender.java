package io.scaledapp.balancer.socket;

import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

/**
 * Sends descriptors in their order, as fast as the other end takes them. Netty's own write of a
 * descriptor throws when the kernel's buffer is full, which it is after some hundred. On the
 * channel's event loop.
 */
final class DescriptorSender {
  private static final long RETRY_MILLIS = 1;

  private final EpollDomainSocketChannel channel;
  private final Queue<FileDescriptor> waiting = new ArrayDeque<>();
  private boolean sending;
  private boolean closing;

  DescriptorSender(EpollDomainSocketChannel channel) {
    this.channel = channel;
  }

  /** Sends it soon, unless it is closed by then; a failure closes the channel. */
  void send(FileDescriptor descriptor) {
    waiting.add(descriptor);
    if (!sending) {
      sendWaiting();
    }
  }

  /** Closes the channel when all is sent. */
  void closeWhenSent() {
    closing = true;
    if (!sending) {
      sendWaiting();
    }
  }

  private void sendWaiting() {
    sending = true;
    for (var next = waiting.peek(); next != null && channel.isOpen(); next = waiting.peek()) {
      if (next.isOpen() && !isSent(next)) {
        var unused =
            channel.eventLoop().schedule(this::sendWaiting, RETRY_MILLIS, TimeUnit.MILLISECONDS);
        return;
      }
      waiting.poll();
    }
    sending = false;
    if (closing) {
      var unused = channel.close();
    }
  }

  /** False when the kernel takes no more yet. */
  private boolean isSent(FileDescriptor descriptor) {
    try {
      return ((Socket) channel.fd()).sendFd(descriptor.intValue()) >= 0;
    } catch (IOException e) {
      // The other end has gone, so that nothing waits for its room any more.
      var unused = channel.close();
      return true;
    }
  }
}
