package io.scaledapp.operator.control;

import io.scaledapp.balancer.control.LoadDelta;
import io.scaledapp.balancer.control.LoadReport;
import io.scaledapp.balancer.control.RoutingTable;
import io.scaledapp.balancer.control.SlotUsage;
import io.scaledapp.balancer.control.wire.Frame;
import io.scaledapp.balancer.control.wire.FrameCodec;
import io.scaledapp.balancer.control.wire.FrameReader;
import io.scaledapp.operator.control.token.TokenVerifier.Verdict;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetSocket;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * One connection of a balancer: the hello, the check of its token, and then reports in and tables
 * out until it ends. For the server's event loop only.
 */
final class BalancerSession {
  private static final Logger log = LoggerFactory.getLogger(BalancerSession.class);

  /** Longest text of a hello: a token has some 2 KiB. */
  private static final int MAX_HELLO_BYTES = 64 << 10;

  /** Longest text of a report: the load on some 10,000 apps. */
  private static final int MAX_REPORT_BYTES = 4 << 20;

  /** Longest text that a balancer takes. */
  private static final int MAX_TABLE_BYTES = 16 << 20;

  /** What sessions tell the server. */
  interface Listener {

    void opened(BalancerSession session, BalancerListener.Balancer balancer);

    void reported(BalancerSession session, LoadReport report);

    void told(BalancerSession session, SlotUsage usage);

    void acknowledged(BalancerSession session, long term, long sequence);

    void superseded(BalancerSession session, long term, long sequence);

    void leaving(BalancerSession session);

    void closed(BalancerSession session);
  }

  private final Vertx vertx;
  private final NetSocket socket;
  private final Function<String, Future<Verdict>> tokens;
  private final EncodedUpdates updates;
  private final Listener listener;
  private final FrameReader reader;
  private final TableFeed feed = new TableFeed();
  private final long helloDeadline;
  private final long heartbeat;
  private String name = "";
  private boolean saidHello;
  private boolean open;
  private boolean leaving;
  private @Nullable String endReason;

  /** What the next change is for. */
  private @Nullable LoadReport lastReport;

  /** Takes the socket over. */
  BalancerSession(
      Vertx vertx,
      NetSocket socket,
      ControlServerOptions options,
      Function<String, Future<Verdict>> tokens,
      EncodedUpdates updates,
      Listener listener) {
    this.vertx = vertx;
    this.socket = socket;
    this.tokens = tokens;
    this.updates = updates;
    this.listener = listener;
    reader =
        new FrameReader(
            MAX_HELLO_BYTES,
            this::received,
            failure -> close(String.valueOf(failure.getMessage())));
    socket.handler(reader);
    socket.exceptionHandler(failure -> endReason = String.valueOf(failure.getMessage()));
    socket.closeHandler(closed -> closed());
    helloDeadline =
        vertx.setTimer(options.helloTimeout().toMillis(), time -> close("no hello in time"));
    heartbeat = vertx.setPeriodic(options.silence().toMillis() / 3, time -> beat());
  }

  /** The balancer's name; empty before it is open. */
  String name() {
    return name;
  }

  boolean isLeaving() {
    return leaving;
  }

  /** The balancer gets the table, unless a newer one comes before it can. */
  void offer(RoutingTable table) {
    feed.offer(table).ifPresent(this::send);
  }

  /** The balancer gets no table until the next offer. */
  void withhold() {
    feed.withhold();
  }

  void send(Frame frame) {
    // A write that fails ends the connection, which is told.
    var unused = socket.write(FrameCodec.encode(frame));
  }

  /** Ends the connection, for a reason in words. */
  void close(String reason) {
    endReason = reason;
    var unused = socket.close();
  }

  private void send(TableFeed.Update update) {
    var frame = updates.of(update);
    if (frame.length() > MAX_TABLE_BYTES) {
      log.atError()
          .addKeyValue("endpoint", name)
          .addKeyValue("reason", "it has %d bytes".formatted(frame.length()))
          .log("a routing table is too large to be sent; run fewer apps in one installation");
      return;
    }
    var unused = socket.write(frame);
  }

  private void received(Frame frame) {
    if (endReason != null) {
      return;
    }
    if (!open) {
      begin(frame);
      return;
    }
    switch (frame) {
      case Frame.Load load -> reported(load.report());
      case Frame.LoadChange change -> changed(change.delta());
      case Frame.Usage usage -> listener.told(this, usage.usage());
      case Frame.Ack ack -> {
        listener.acknowledged(this, ack.term(), ack.sequence());
        feed.acknowledged(ack.term(), ack.sequence()).ifPresent(this::send);
      }
      case Frame.Superseded other -> {
        listener.superseded(this, other.term(), other.sequence());
        feed.superseded(other.term(), other.sequence()).ifPresent(this::send);
      }
      case Frame.Leaving ignored -> {
        leaving = true;
        listener.leaving(this);
      }
      case Frame.Hello ignored -> close("it said hello twice");
      // The rest is the operator's to send, or a later version's.
      case Frame.Heartbeat ignored -> {}
      case Frame.Welcome ignored -> {}
      case Frame.Refused ignored -> {}
      case Frame.Table ignored -> {}
      case Frame.Delta ignored -> {}
      case Frame.Grants ignored -> {}
      case Frame.Left ignored -> {}
      case Frame.Unknown ignored -> {}
    }
  }

  private void begin(Frame frame) {
    switch (frame) {
      case Frame.Hello hello when !saidHello -> {
        saidHello = true;
        if (Math.abs((long) hello.version() - Frame.VERSION) > 1) {
          refuse(
              "it speaks version %d, and this operator %d; upgrade by one version at a time"
                  .formatted(hello.version(), Frame.VERSION));
        } else {
          tokens.apply(hello.token()).onSuccess(verdict -> decide(hello, verdict));
        }
      }
      case Frame.Heartbeat ignored -> {}
      case Frame.Unknown ignored -> {}
      default -> close("it sent something else before it was welcome");
    }
  }

  private void decide(Frame.Hello hello, Verdict verdict) {
    if (endReason != null) {
      return;
    }
    switch (verdict) {
      case Verdict.Refused refused -> refuse("the token is refused: " + refused.reason());
      case Verdict.Unavailable unavailable ->
          refuse("the token cannot be checked now: " + unavailable.reason());
      case Verdict.Accepted accepted -> {
        if (accepted.pod().equals(hello.balancer()) && accepted.podUid().equals(hello.podUid())) {
          open(hello);
        } else {
          refuse("the token is that of pod " + accepted.pod());
        }
      }
    }
  }

  private void open(Frame.Hello hello) {
    vertx.cancelTimer(helloDeadline);
    name = hello.balancer();
    open = true;
    reader.limit(MAX_REPORT_BYTES);
    send(new Frame.Welcome(Frame.VERSION, true));
    listener.opened(
        this,
        new BalancerListener.Balancer(
            name, hello.podUid(), socket.remoteAddress().hostAddress(), hello.version()));
  }

  private void refuse(String reason) {
    send(new Frame.Refused(reason));
    close(reason);
  }

  private void changed(LoadDelta delta) {
    if (lastReport != null && delta.fits(lastReport)) {
      reported(delta.applyTo(lastReport));
    } else {
      close("a change came for a report that is not there; the whole is asked for");
    }
  }

  private void reported(LoadReport report) {
    if (report.balancer().equals(name)) {
      lastReport = report;
      listener.reported(this, report);
    } else {
      close("it reported in the name of " + report.balancer());
    }
  }

  private void beat() {
    if (open && !socket.writeQueueFull()) {
      send(new Frame.Heartbeat());
    }
  }

  private void closed() {
    vertx.cancelTimer(helloDeadline);
    vertx.cancelTimer(heartbeat);
    var reason = endReason == null ? "it closed, or was silent for too long" : endReason;
    endReason = reason;
    // Probes and scans that never say hello are not worth a line.
    var level = leaving ? Level.INFO : saidHello ? Level.WARN : Level.DEBUG;
    log.atLevel(level)
        .addKeyValue("endpoint", name.isEmpty() ? socket.remoteAddress() : name)
        .addKeyValue("reason", reason)
        .log("the connection of a balancer is over");
    listener.closed(this);
  }
}
