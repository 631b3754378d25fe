package io.scaledapp.balancer.program;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;

/** A program that runs until a signal ends it. */
public final class UntilSignal {
  private UntilSignal() {}

  /** Starts everything, and returns what ends it. */
  @FunctionalInterface
  public interface Start {
    Runnable start() throws IOException;
  }

  /**
   * Runs it; a signal ends the process with exit code 0.
   *
   * @throws UserException if it cannot start, with the reason
   */
  public static int run(Start start) throws InterruptedException {
    var ending = started(start);
    // Before this there is nothing to leave: a signal ends the program at once.
    Runtime.getRuntime()
        .addShutdownHook(Thread.ofPlatform().name("shutdown").unstarted(() -> end(ending)));
    new CountDownLatch(1).await();
    return CommandLine.ExitCode.OK;
  }

  private static Runnable started(Start start) {
    try {
      return start.start();
    } catch (IOException e) {
      ProgramLog.flush();
      throw new UserException(String.valueOf(e.getMessage()));
    }
  }

  /** A signal ended the program, which is how it is meant to end: it has not failed. */
  private static void end(Runnable ending) {
    ending.run();
    ProgramLog.flush();
    Runtime.getRuntime().halt(CommandLine.ExitCode.OK);
  }
}
