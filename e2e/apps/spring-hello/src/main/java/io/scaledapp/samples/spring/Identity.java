package io.scaledapp.samples.spring;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Who answers: the same on every route, so that a client can tell replicas apart. */
record Identity(String app, String instance, long pid) {

  static final Identity SELF =
      new Identity(
          System.getenv().getOrDefault("SCALEDAPP_APP", "spring-hello"),
          System.getenv().getOrDefault("SCALEDAPP_INSTANCE", hostName()),
          ProcessHandle.current().pid());

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unknown";
    }
  }
}
