package io.scaledapp.balancer.program;

/** How a program on a cluster writes its log. */
public enum LogFormat {
  JSON,
  TEXT
}
