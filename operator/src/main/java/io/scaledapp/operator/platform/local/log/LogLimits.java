package io.scaledapp.operator.platform.local.log;

/**
 * Bounds of what is kept of the processes' output.
 *
 * @param fileBytes size at which a file is rotated
 * @param files how many files are kept of a source, the present one included; at least 1
 * @param lineBytes longest line; a longer one is kept in parts
 * @param followerLines how many lines may wait for a slow listener before lines are dropped
 */
public record LogLimits(long fileBytes, int files, int lineBytes, int followerLines) {

  /** 5 files of 10 MiB, as the kubelet keeps them, and its runtimes' 16 KiB a line. */
  public static final LogLimits DEFAULT = new LogLimits(10L << 20, 5, 16 << 10, 10_000);
}
