package io.scaledapp.operator.cli;

/** How a program on a cluster writes its log. */
enum LogFormat {
  JSON,
  TEXT
}
