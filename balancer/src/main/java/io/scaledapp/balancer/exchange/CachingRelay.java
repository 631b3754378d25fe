package io.scaledapp.balancer.exchange;

import io.netty.buffer.ByteBuf;
import io.netty.util.AsciiString;
import io.scaledapp.balancer.cache.CacheTransaction;
import io.scaledapp.balancer.filter.HeaderEdit;
import io.scaledapp.balancer.http1.FieldName;
import io.scaledapp.balancer.http1.MessageHead.Progress;
import io.scaledapp.balancer.http1.Method;
import io.scaledapp.balancer.http1.RequestHead;
import io.scaledapp.balancer.http1.ResponseHead;
import io.scaledapp.balancer.http1.TrailerSection;
import org.jspecify.annotations.Nullable;

/**
 * Copies responses into their app's cache on their way to the client, before anything changes them,
 * and tells the client how its request fared there. What is stored is the content without chunks; a
 * response that was not whole is not stored, nor one with trailers.
 */
final class CachingRelay implements ResponseRelay {
  /** Room for the line that is added. */
  private static final int ADDED = 64;

  private static final byte[] LINE_END = {'\r', '\n'};

  private final ResponseRelay relay;
  private final Client client;
  private final Proxy proxy;
  private final CacheTransaction transaction;

  /** Whether replicas speak HTTP/2, in which each end of a body is told. */
  private final boolean multiplexed;

  /** Whether a body that came in chunks is passed without. */
  private boolean unframed;

  private boolean stores;

  /**
   * For one response.
   *
   * @param relay the next one
   */
  CachingRelay(
      ResponseRelay relay,
      Client client,
      Proxy proxy,
      CacheTransaction transaction,
      boolean multiplexed) {
    this.relay = relay;
    this.client = client;
    this.proxy = proxy;
    this.transaction = transaction;
    this.multiplexed = multiplexed;
  }

  @Override
  public void begin(RequestHead request) {
    relay.begin(request);
  }

  /** They change what clients get, and not what is stored. */
  @Override
  public void edit(@Nullable HeaderEdit edits) {
    relay.edit(edits);
  }

  @Override
  public void setCookie(@Nullable AsciiString cookie) {
    relay.setCookie(cookie);
  }

  @Override
  public Method method() {
    return relay.method();
  }

  @Override
  public boolean keepsChunks() {
    return !unframed && relay.keepsChunks();
  }

  @Override
  public void rechunk() {
    relay.rechunk();
  }

  @Override
  public boolean isStarted() {
    return relay.isStarted();
  }

  @Override
  public boolean keepAlive() {
    return relay.keepAlive();
  }

  @Override
  public boolean mayGoOn() {
    return relay.mayGoOn();
  }

  @Override
  public void closeAfterwards() {
    relay.closeAfterwards();
  }

  @Override
  public void interim(ResponseHead head) {
    relay.interim(head);
  }

  @Override
  public boolean agrees(ResponseHead head) {
    return relay.agrees(head);
  }

  @Override
  public void switched(ResponseHead head) {
    relay.switched(head);
  }

  @Override
  public void head(ResponseHead head, int following) {
    boolean endsClearly =
        multiplexed || head.chunked() || head.contentLength() >= 0 || !head.hasBody(method());
    stores = transaction.stores(head, endsClearly, proxy.worker.nanoTime());
    ByteBuf lines = client.allocator().heapBuffer(head.length() + ADDED);
    ResponseHead told = proxy.worker.responseHeads().take();
    try {
      write(head, lines);
      if (told.read(lines) == Progress.COMPLETE) {
        unframed = stores && head.chunked();
        relay.head(told, head.chunked() ? 0 : following);
      } else {
        // No room for one more line.
        drop();
        relay.head(head, following);
      }
    } finally {
      lines.release();
      told.clear();
      proxy.worker.responseHeads().giveBack(told);
    }
  }

  private void write(ResponseHead head, ByteBuf lines) {
    byte[] bytes = head.bytes();
    lines.writeBytes(bytes, 0, head.statusLineEnd());
    for (int field = 0; field < head.fieldCount(); field++) {
      if (!stores || head.name(field) != FieldName.TRANSFER_ENCODING) {
        int start = head.nameStart(field);
        lines.writeBytes(bytes, start, head.lineEnd(field) - start);
      }
    }
    transaction.writeStatus(stores, lines);
    lines.writeBytes(LINE_END);
  }

  @Override
  public void body(ByteBuf bytes) {
    if (stores) {
      transaction.body(bytes);
    }
    relay.body(bytes);
  }

  @Override
  public boolean needsRest() {
    return relay.needsRest();
  }

  @Override
  public void trailers(TrailerSection section) {
    drop();
    relay.trailers(section);
  }

  private void drop() {
    stores = false;
    transaction.drop();
  }

  @Override
  public void end() {
    if (stores) {
      transaction.finish(proxy.worker.nanoTime());
    }
    relay.end();
  }

  @Override
  public void dropHeld() {
    relay.dropHeld();
  }
}
