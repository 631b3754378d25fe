package io.scaledapp.balancer.eventloop;

import io.netty.channel.Channel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.epoll.Native;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Keeps an epoll channel usable after its peer has ended its side, and closes it when the peer is
 * all gone.
 *
 * <p>Netty 4.2.18 takes a descriptor out of epoll when no event is wanted (pull request 16689), and
 * does not put it back: the next write that has to wait fails with ENOENT. A half-closed channel
 * gets there, since it wants neither input nor the peer's end. So it is made to want EPOLLET, which
 * Netty never stops to want; with it a reset, which Netty does not look at any more, wakes the
 * event loop once and not for as long as the channel is open. What Netty does not tell of is looked
 * for every second.
 */
final class HalfClosure {
  private static final MethodHandle SET_FLAG = setFlag();

  /** TCP_CLOSE in Linux's tcp_states.h: after a reset, or when both sides have ended. */
  private static final int TCP_CLOSE = 7;

  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  private HalfClosure() {}

  /** Called while Netty tells of the end of the input, before it stops to want anything. */
  static void keepRegistered(Channel channel) {
    if (channel instanceof EpollSocketChannel epoll) {
      try {
        SET_FLAG.invoke(channel, Native.EPOLLET);
      } catch (Throwable e) {
        throw new IllegalStateException("epoll does not take EPOLLET for " + channel, e);
      }
      lookLater(epoll);
    }
  }

  private static void lookLater(EpollSocketChannel channel) {
    var unused =
        channel
            .eventLoop()
            .schedule(() -> closeIfGone(channel), LOOK_EVERY.toNanos(), TimeUnit.NANOSECONDS);
  }

  private static void closeIfGone(EpollSocketChannel channel) {
    if (!channel.isOpen()) {
      return;
    }
    if (channel.tcpInfo().state() == TCP_CLOSE) {
      var unused = channel.close();
    } else {
      lookLater(channel);
    }
  }

  private static MethodHandle setFlag() {
    try {
      Class<?> owner = EpollSocketChannel.class.getSuperclass().getSuperclass();
      return MethodHandles.privateLookupIn(owner, MethodHandles.lookup())
          .findVirtual(owner, "setFlag", MethodType.methodType(void.class, int.class));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(
          "this Netty has no AbstractEpollChannel.setFlag: use 4.2.18, or drop HalfClosure if a"
              + " newer one keeps half-closed channels in epoll",
          e);
    }
  }
}
