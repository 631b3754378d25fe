package io.scaledapp.balancer;

import io.scaledapp.balancer.program.Program;
import io.scaledapp.balancer.serve.ServeCommand;

/** The entry of the balancer of a cluster. */
public final class Main {
  private Main() {}

  /** Exit codes: 0, 1 when it cannot start, 2 for wrong use. */
  public static void main(String[] arguments) {
    System.exit(Program.of(new ServeCommand()).execute(arguments));
  }
}
