package io.scaledapp.e2e.differential;

/** A proxy before a backend of its own, which waits a second for a client and no longer. */
interface Proxy extends AutoCloseable {

  /** The name in the table. */
  String name();

  /** Its version, or "" where the table belongs to the sources beside it. */
  String version();

  int port();

  @Override
  void close();
}
