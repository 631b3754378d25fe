package io.scaledapp.balancer.exchange;

import io.netty.buffer.ByteBuf;
import io.scaledapp.balancer.tunnel.WebSocketFrames;
import io.scaledapp.balancer.upstream.DrainTimer;
import io.scaledapp.balancer.upstream.ReplicaConnection;
import io.scaledapp.balancer.upstream.UpstreamEndpoint;

/**
 * An upgraded connection: bytes pass as they come, both ways (RFC 9110 section 7.8). Of WebSocket
 * frames the boundaries are known, so that the balancer can end a connection in words.
 */
final class Tunnel implements DrainTimer.LongLived {
  private static final int GOING_AWAY = 1001;

  private final TunnelEnd client;
  private final ReplicaConnection replica;
  private final boolean webSocket;
  private final WebSocketFrames toReplica = new WebSocketFrames();
  private final WebSocketFrames toClient = new WebSocketFrames();
  private boolean clientEnded;
  private boolean replicaEnded;

  /** Whether each direction ends with its frame. */
  private boolean isLeaving;

  private boolean toldReplica;
  private boolean toldClient;

  Tunnel(TunnelEnd client, ReplicaConnection replica, boolean webSocket) {
    this.client = client;
    this.replica = replica;
    this.webSocket = webSocket;
  }

  UpstreamEndpoint endpoint() {
    return replica.endpoint();
  }

  /** Whether the client's end was not told to the replica. */
  boolean needsInput() {
    return !clientEnded;
  }

  /** Whether the replica's end was told to the client. */
  boolean hasReplicaEnded() {
    return replicaEnded;
  }

  /** Whether both sides are told that nothing follows. */
  boolean isOver() {
    return clientEnded && replicaEnded;
  }

  /** Passes all of {@code in} to the replica. */
  void fromClient(ByteBuf in) {
    if (isLeaving) {
      lastFromClient(in);
      return;
    }
    if (webSocket) {
      toReplica.accept(in);
    }
    replica.write(in.readRetainedSlice(in.readableBytes()));
  }

  /** Passes the buffer to the client and takes it over. */
  void fromReplica(ByteBuf bytes) {
    if (isLeaving) {
      lastFromReplica(bytes);
      return;
    }
    if (webSocket) {
      toClient.accept(bytes);
    }
    client.write(bytes);
  }

  /** The client sends nothing more; the replica is told, and may go on sending. */
  void clientInputEnded() {
    clientEnded = true;
    if (replicaEnded) {
      closeBoth();
    } else {
      replica.endOutput(() -> {});
    }
  }

  /** The replica sends nothing more; the client is told, and may go on sending. */
  void replicaInputEnded() {
    replicaEnded = true;
    if (clientEnded) {
      closeBoth();
    } else {
      client.endOutput(() -> {});
    }
  }

  /** At once, each after its writes: epoll would not stop to tell of a side that is all over. */
  private void closeBoth() {
    replica.finish();
    client.closeAfterWrites();
  }

  /** The client is gone: the replica gets what is written, and then the end. */
  void abort() {
    replica.finish();
  }

  /**
   * Ends the tunnel: of a WebSocket each direction as soon as no frame is under way in it, with a
   * Close frame (RFC 6455 section 7.4.1, code 1001); any other at once.
   */
  @Override
  public void leave() {
    if (!webSocket) {
      closeCleanly();
      return;
    }
    isLeaving = true;
    tellClient();
    tellReplica();
    closeWhenTold();
  }

  private void lastFromClient(ByteBuf in) {
    if (!toldReplica) {
      int from = in.readerIndex();
      toReplica.acceptToBoundary(in);
      replica.write(in.retainedSlice(from, in.readerIndex() - from));
      tellReplica();
      closeWhenTold();
    }
    in.skipBytes(in.readableBytes());
  }

  private void lastFromReplica(ByteBuf bytes) {
    if (toldClient) {
      bytes.release();
      return;
    }
    int from = bytes.readerIndex();
    toClient.acceptToBoundary(bytes);
    client.write(bytes.slice(from, bytes.readerIndex() - from));
    tellClient();
    closeWhenTold();
  }

  private void tellClient() {
    if (toClient.atBoundary() && !toldClient) {
      toldClient = true;
      if (!toClient.sawClose() && !replicaEnded) {
        client.write(WebSocketFrames.close(GOING_AWAY, "", false));
      }
    }
  }

  private void tellReplica() {
    if (toReplica.atBoundary() && !toldReplica) {
      toldReplica = true;
      if (!toReplica.sawClose() && !clientEnded) {
        replica.write(WebSocketFrames.close(GOING_AWAY, "", true));
      }
    }
  }

  private void closeWhenTold() {
    if (toldClient && toldReplica) {
      replica.closeAfterWrites();
    }
  }

  @Override
  public void leaveAtOnce() {
    closeCleanly();
  }

  /** Ends the tunnel, with a WebSocket Close frame to each side that can take one. */
  void closeCleanly() {
    if (webSocket && !toldClient && toClient.atBoundary() && !toClient.sawClose()) {
      client.write(WebSocketFrames.close(GOING_AWAY, "", false));
    }
    if (webSocket && !toldReplica && toReplica.atBoundary() && !toReplica.sawClose()) {
      replica.write(WebSocketFrames.close(GOING_AWAY, "", true));
    }
    replica.closeAfterWrites();
  }
}
