package io.scaledapp.balancer.program;

import java.lang.reflect.Proxy;

/**
 * The signal SIGHUP, by which administrators ask a program to read its configuration anew. Without
 * this it would end the program. By reflection, since the compiler warns of the JDK's only class
 * for it, {@code sun.misc.Signal}, and lets nobody suppress that.
 */
public final class HangUp {
  private HangUp() {}

  /** Has the task run at each signal, on a thread of the JVM's; it must not block. */
  public static void handle(Runnable task) {
    try {
      var signal = Class.forName("sun.misc.Signal");
      var handler = Class.forName("sun.misc.SignalHandler");
      var handling =
          Proxy.newProxyInstance(
              handler.getClassLoader(),
              new Class<?>[] {handler},
              (self, method, arguments) -> {
                if (method.getDeclaringClass() != handler) {
                  return method.invoke(task, arguments);
                }
                task.run();
                return null;
              });
      signal
          .getMethod("handle", signal, handler)
          .invoke(null, signal.getConstructor(String.class).newInstance("HUP"), handling);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this JVM handles no SIGHUP", e);
    }
  }
}
