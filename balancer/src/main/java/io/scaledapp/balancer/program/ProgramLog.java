package io.scaledapp.balancer.program;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a program that runs long says of itself: as {@code logback.xml} has it, but never held. */
public final class ProgramLog {

  private static final int MOST_WAITING = 1024;

  private ProgramLog() {}

  /**
   * Has no thread wait for a standard error that takes nothing, such as a stopped pager: messages
   * are lost then.
   *
   * @param verbose whether to say more
   */
  public static void configure(boolean verbose) {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      neverBlock(context);
      if (verbose) {
        context.getLogger("io.scaledapp").setLevel(Level.DEBUG);
      }
    }
  }

  /**
   * The same for a program whose output is collected: what happens is told, one JSON object a line.
   */
  public static void configureForCluster(LogFormat format) {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      if (format == LogFormat.JSON) {
        writeJson(context);
      }
      neverBlock(context);
      context.getLogger("io.scaledapp").setLevel(Level.INFO);
    }
  }

  private static void writeJson(LoggerContext context) {
    var root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    if (root.getAppender("stderr") instanceof ConsoleAppender<ILoggingEvent> stderr) {
      var encoder = new JsonEncoder();
      encoder.setContext(context);
      encoder.setWithArguments(false);
      encoder.setWithContext(false);
      encoder.setWithMDC(false);
      encoder.setWithMessage(false);
      encoder.setWithFormattedMessage(true);
      encoder.setWithNanoseconds(false);
      encoder.setWithSequenceNumber(false);
      encoder.start();
      stderr.stop();
      stderr.setEncoder(encoder);
      stderr.start();
    }
  }

  static void neverBlock(LoggerContext context) {
    var root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    var stderr = root.getAppender("stderr");
    root.detachAppender(stderr);
    var async = new AsyncAppender();
    async.setContext(context);
    async.setName("async");
    async.setNeverBlock(true);
    async.setQueueSize(MOST_WAITING);
    // Else the lesser levels are dropped when the queue is nearly full.
    async.setDiscardingThreshold(0);
    async.addAppender(stderr);
    async.start();
    root.addAppender(async);
  }

  /** Writes what waits, for a second at most, and ends the log. */
  public static void flush() {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      context.stop();
    }
  }
}
