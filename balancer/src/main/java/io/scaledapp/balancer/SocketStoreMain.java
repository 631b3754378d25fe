package io.scaledapp.balancer;

import io.scaledapp.balancer.program.Program;
import io.scaledapp.balancer.socket.SocketStoreCommand;

/** The entry of the program that holds a balancer's sockets. */
public final class SocketStoreMain {
  private SocketStoreMain() {}

  /** Exit codes: 0, 1 when it cannot start, 2 for wrong use. */
  public static void main(String[] arguments) {
    System.exit(Program.of(new SocketStoreCommand()).execute(arguments));
  }
}
