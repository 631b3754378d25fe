package io.scaledapp.operator.admin;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The output of the replicas. Any thread may call it. */
public interface LogSource {

  /**
   * The lines kept from the past, and then, when following, those to come.
   *
   * @param app the bare name of one app; null for all
   */
  Lines open(@Nullable String app, boolean follow);

  /** A stream of lines for one reader. Closing it frees its buffer. */
  interface Lines extends AutoCloseable {

    /** Whether the last line was given and none will come. */
    boolean ended();

    /**
     * Waits for the next line, which begins with its replica's name.
     *
     * @return null when none came within {@code patience}
     */
    @Nullable String next(Duration patience) throws InterruptedException;

    @Override
    void close();
  }
}
