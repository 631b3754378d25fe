package io.scaledapp.balancer.tls;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.handler.ssl.SslHandler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** TLS as it is spoken to replicas, in the profiles that there are at present. */
public final class ReplicaTls implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ReplicaTls.class);

  /** What is spoken inside TLS. */
  public enum Inside {
    HTTP_1_1(List.of(ApplicationProtocols.HTTP_1_1)),
    HTTP_2(List.of(ApplicationProtocols.HTTP_2)),
    /** What clients and replicas have agreed on between them, by other means than ALPN. */
    BYTES(List.of());

    private final List<String> protocols;

    Inside(List<String> protocols) {
      this.protocols = protocols;
    }

    /** What is offered, by the names of ALPN. */
    List<String> protocols() {
      return protocols;
    }
  }

  private final List<EventLoop> loops;
  private final ReplacementProblems problems = new ReplacementProblems();
  private volatile Map<String, ReplicaProfile> profiles;

  /** Whether profiles are prepared, which nothing may outdate meanwhile; guarded by this. */
  private boolean isChanging;

  private ReplicaTls(List<EventLoop> loops, Map<String, ReplicaProfile> profiles) {
    this.loops = List.copyOf(loops);
    this.profiles = profiles;
  }

  /**
   * Reads the profiles' files.
   *
   * @param loops the event loops of all connections
   * @throws TlsException if one cannot be used, with the file and the reason
   */
  public static ReplicaTls open(List<ReplicaTlsOptions> options, List<EventLoop> loops)
      throws TlsException {
    return new ReplicaTls(loops, read(options, Map.of()));
  }

  private static Map<String, ReplicaProfile> read(
      List<ReplicaTlsOptions> options, Map<String, ReplicaProfile> before) throws TlsException {
    var read = new HashMap<String, ReplicaProfile>();
    var all = new ArrayList<ReplicaTlsOptions>();
    all.addAll(options);
    if (before.containsKey(ReplicaTlsOptions.SYSTEM.name())) {
      all.add(ReplicaTlsOptions.SYSTEM);
    }
    try {
      for (var one : all) {
        read.put(one.name(), ReplicaProfile.read(one, before.get(one.name())));
      }
      return read;
    } catch (TlsException e) {
      read.values().stream()
          .filter(one -> !before.containsValue(one))
          .forEach(ReplicaProfile::release);
      throw e;
    }
  }

  /** Profiles that are read, and in force once they are taken. */
  public final class Prepared implements AutoCloseable {
    private final Map<String, ReplicaProfile> read;

    private Prepared(Map<String, ReplicaProfile> read) {
      this.read = read;
    }

    /** Has connections from now on secured in these profiles. */
    public void take() {
      replace(read);
    }

    /** Forgets what was not taken. */
    @Override
    public void close() {
      forget(read);
    }
  }

  private synchronized void forget(Map<String, ReplicaProfile> read) {
    isChanging = false;
    var inForce = profiles;
    read.values().stream()
        .filter(one -> !inForce.containsValue(one))
        .forEach(ReplicaProfile::release);
  }

  /**
   * Reads other profiles. Blocks.
   *
   * @throws TlsException if a file cannot be used, with the file and the reason
   */
  public synchronized Prepared prepare(List<ReplicaTlsOptions> options) throws TlsException {
    var read = read(options, profiles);
    isChanging = true;
    return new Prepared(read);
  }

  /**
   * Makes {@link ReplicaTlsOptions#SYSTEM} ready, unless it is: that takes a tenth of a second,
   * which a balancer is to spend only if an app needs it. Blocks.
   */
  public synchronized void openSystem() {
    var system = ReplicaTlsOptions.SYSTEM;
    if (profiles.containsKey(system.name())) {
      return;
    }
    try {
      var all = new HashMap<>(profiles);
      all.put(system.name(), ReplicaProfile.read(system, null));
      profiles = all;
    } catch (TlsException e) {
      throw new IllegalStateException("it needs no file", e);
    }
  }

  /**
   * Looks whether a file was replaced, which then holds for new connections. One that cannot be
   * used is logged once, and the one before it stays in force. Blocks.
   */
  public synchronized void refresh() {
    if (isChanging) {
      return;
    }
    var before = profiles;
    var after = new HashMap<>(before);
    before.forEach(
        (name, profile) -> {
          var place = profile.options().certificate().or(profile.options()::authorities);
          try {
            after.put(name, ReplicaProfile.read(profile.options(), profile));
            place.ifPresent(problems::none);
          } catch (TlsException e) {
            place.ifPresent(file -> problems.found(file, e));
          }
        });
    replace(after);
  }

  private synchronized void replace(Map<String, ReplicaProfile> after) {
    var before = profiles;
    profiles = after;
    var replaced = before.values().stream().filter(one -> !after.containsValue(one)).toList();
    if (!replaced.isEmpty()) {
      log.atInfo()
          .addKeyValue("profiles", replaced.stream().map(one -> one.options().name()).toList())
          .log("TLS to replicas has changed");
      releaseWhenUnseen(replaced);
    }
  }

  /** An event loop may be about to use what it found. */
  private void releaseWhenUnseen(Collection<ReplicaProfile> replaced) {
    var unused =
        CompletableFuture.allOf(
                loops.stream()
                    .map(loop -> CompletableFuture.runAsync(() -> {}, loop))
                    .toArray(CompletableFuture<?>[]::new))
            .thenRun(() -> replaced.forEach(ReplicaProfile::release));
  }

  /**
   * Does the handshake on a connection to a replica; on its event loop.
   *
   * @param before the handler before which TLS's go, so that it sees no byte
   * @param profile the name of one
   * @param serverName what the replica's certificate has to be for: a DNS name, or an IP address
   * @param timeout of the handshake
   * @param whenDone told null when it is over, or why there is none; the channel is closed then
   */
  public void secure(
      Channel channel,
      String before,
      String profile,
      Inside inside,
      String serverName,
      int port,
      Duration timeout,
      Consumer<@Nullable Throwable> whenDone) {
    var found = profiles.get(profile);
    if (found == null) {
      var unused = channel.close();
      whenDone.accept(
          new SSLException("the balancer's configuration file has no replicaTls named " + profile));
      return;
    }
    SslHandler handler = found.context(inside).newHandler(channel.alloc(), serverName, port);
    handler.setHandshakeTimeoutMillis(timeout.toMillis());
    channel
        .pipeline()
        .addBefore(before, "tls", handler)
        .addBefore(before, "handshake", new ReplicaHandshake(inside, whenDone));
  }

  /** No handshake begins any more; open connections stay. */
  @Override
  public void close() {
    replace(Map.of());
  }
}
