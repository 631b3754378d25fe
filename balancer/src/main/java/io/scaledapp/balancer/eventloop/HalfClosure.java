package io.scaledapp.balancer.eventloop;

import io.netty.channel.Channel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.epoll.Native;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * Keeps an epoll channel usable after its peer has ended its side.
 *
 * <p>Netty 4.2.18 takes a descriptor out of epoll when no event is wanted (pull request 16689), and
 * does not put it back: the next write that has to wait fails with ENOENT. A half-closed channel
 * gets there, since it wants neither input nor the peer's end. So it is made to want EPOLLERR,
 * which the kernel reports in any case and Netty never stops to want.
 */
final class HalfClosure {
  private static final MethodHandle SET_FLAG = setFlag();

  private HalfClosure() {}

  /** Called while Netty tells of the end of the input, before it stops to want anything. */
  static void keepRegistered(Channel channel) {
    if (channel instanceof EpollSocketChannel) {
      try {
        SET_FLAG.invoke(channel, Native.EPOLLERR);
      } catch (Throwable e) {
        throw new IllegalStateException("epoll does not take EPOLLERR for " + channel, e);
      }
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
