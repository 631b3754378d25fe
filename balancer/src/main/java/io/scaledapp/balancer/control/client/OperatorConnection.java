package io.scaledapp.balancer.control.client;

import io.scaledapp.balancer.control.LoadDelta;
import io.scaledapp.balancer.control.LoadReport;
import io.scaledapp.balancer.control.RoutingTable;
import io.scaledapp.balancer.control.SlotGrants;
import io.scaledapp.balancer.control.wire.Frame;
import io.scaledapp.balancer.control.wire.FrameCodec;
import io.scaledapp.balancer.control.wire.FrameReader;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetSocket;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One open connection to an operator, from the hello to its end. For its event loop only.
 *
 * <p>Little waits to be written: one report, and of those that come while it waits the newest.
 */
final class OperatorConnection {
  /** Longest text of a frame that is taken: a table of some 20,000 apps. */
  private static final int MAX_FRAME_BYTES = 16 << 20;

  private static final int WRITE_QUEUE_BYTES = 64 << 10;

  /** What a connection tells. */
  interface Listener {

    /** The operator took the balancer. */
    void welcomed();

    /** A table came whole, or was made of a delta. */
    void table(OperatorConnection from, RoutingTable table);

    /** The leader grants slots. */
    void grants(OperatorConnection from, SlotGrants grants);

    /** Nothing names the leaving balancer any more. */
    void left();

    /** The connection is over; nothing else comes. */
    void ended(String reason);
  }

  private final Vertx vertx;
  private final NetSocket socket;
  private final Listener listener;
  private final long heartbeat;
  private String endReason = "the operator closed the connection, or was silent for too long";
  private boolean welcomed;

  /** What the next delta is for. */
  private @Nullable RoutingTable last;

  private boolean takesLoadChanges;
  private @Nullable LoadReport lastReport;
  private @Nullable LoadReport pendingReport;

  /** Takes the socket over and says hello. */
  OperatorConnection(
      Vertx vertx, NetSocket socket, Frame.Hello hello, Duration silence, Listener listener) {
    this.vertx = vertx;
    this.socket = socket;
    this.listener = listener;
    socket.setWriteQueueMaxSize(WRITE_QUEUE_BYTES);
    socket.handler(
        new FrameReader(
            MAX_FRAME_BYTES,
            this::received,
            failure -> close(String.valueOf(failure.getMessage()))));
    socket.drainHandler(drained -> sendPending());
    socket.exceptionHandler(failure -> endReason = String.valueOf(failure.getMessage()));
    socket.closeHandler(closed -> ended());
    heartbeat = vertx.setPeriodic(silence.toMillis() / 3, time -> beat());
    send(hello);
  }

  /** Sends the report now, or when there is room and none newer came. */
  void report(LoadReport report) {
    pendingReport = report;
    if (!socket.writeQueueFull()) {
      sendPending();
    }
  }

  /** A write that fails ends the connection, which is told. */
  void send(Frame frame) {
    var unused = socket.write(FrameCodec.encode(frame));
  }

  /** Ends the connection, for a reason in words. */
  void close(String reason) {
    endReason = reason;
    var unused = socket.close();
  }

  private void received(Frame frame) {
    switch (frame) {
      case Frame.Welcome welcome -> welcomed(welcome);
      case Frame.Refused refused -> close("the operator refused: " + refused.reason());
      case Frame.Table table -> take(table.table());
      case Frame.Delta delta -> change(delta);
      case Frame.Grants grants -> listener.grants(this, grants.grants());
      case Frame.Left left -> listener.left();
      // The rest is the balancer's to send, or a later version's.
      case Frame.Heartbeat ignored -> {}
      case Frame.Hello ignored -> {}
      case Frame.Load ignored -> {}
      case Frame.LoadChange ignored -> {}
      case Frame.Usage ignored -> {}
      case Frame.Ack ignored -> {}
      case Frame.Superseded ignored -> {}
      case Frame.Leaving ignored -> {}
      case Frame.Unknown ignored -> {}
    }
  }

  private void welcomed(Frame.Welcome welcome) {
    welcomed = true;
    takesLoadChanges = welcome.takesLoadChanges();
    listener.welcomed();
    sendPending();
  }

  private void take(RoutingTable table) {
    last = table;
    listener.table(this, table);
  }

  private void change(Frame.Delta delta) {
    if (last == null || !delta.delta().fits(last)) {
      close("a change came for a table that is not there; the whole is asked for");
      return;
    }
    try {
      take(delta.delta().applyTo(last));
    } catch (IllegalArgumentException e) {
      close("a change came that makes no table: " + e.getMessage());
    }
  }

  private void sendPending() {
    if (pendingReport != null && welcomed) {
      send(asFrame(pendingReport));
      lastReport = pendingReport;
      pendingReport = null;
    }
  }

  private Frame asFrame(LoadReport report) {
    return takesLoadChanges && lastReport != null
        ? new Frame.LoadChange(LoadDelta.between(lastReport, report))
        : new Frame.Load(report);
  }

  private void beat() {
    if (!socket.writeQueueFull()) {
      send(new Frame.Heartbeat());
    }
  }

  private void ended() {
    vertx.cancelTimer(heartbeat);
    listener.ended(endReason);
  }
}
