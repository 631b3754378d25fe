package io.scaledapp.operator.platform.local.process;

import java.util.Map;

/** Puts how a process ended into words. */
public final class ExitStatus {
  private static final int SIGNAL_BASE = 128;
  private static final Map<Integer, String> SIGNALS =
      Map.ofEntries(
          Map.entry(1, "SIGHUP"),
          Map.entry(2, "SIGINT"),
          Map.entry(3, "SIGQUIT"),
          Map.entry(4, "SIGILL"),
          Map.entry(6, "SIGABRT"),
          Map.entry(8, "SIGFPE"),
          Map.entry(9, "SIGKILL"),
          Map.entry(11, "SIGSEGV"),
          Map.entry(13, "SIGPIPE"),
          Map.entry(15, "SIGTERM"));

  private ExitStatus() {}

  /** Such as {@code exited with code 1} or {@code was ended by SIGKILL (code 137)}. */
  public static String describe(int code) {
    // Java, like a shell, reports a signal as 128 plus its number.
    var signal = SIGNALS.get(code - SIGNAL_BASE);
    return signal == null
        ? "exited with code " + code
        : "was ended by %s (code %d)".formatted(signal, code);
  }
}
