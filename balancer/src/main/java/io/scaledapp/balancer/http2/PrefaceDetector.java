package io.scaledapp.balancer.http2;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.scaledapp.balancer.exchange.ClientConnection;
import io.scaledapp.balancer.exchange.Proxy;
import io.scaledapp.balancer.forwarded.Peer;
import java.util.List;

/**
 * Tells by a connection's first bytes whether its client speaks HTTP/2 by prior knowledge (RFC 9113
 * section 3.3), and leaves. In front of the {@link ClientConnection}, which it takes out if so.
 */
public final class PrefaceDetector extends ByteToMessageDecoder {
  /** The method in the preface, which no HTTP/1.1 request may have (RFC 9113 section 11.6). */
  private static final byte[] PREFACE_METHOD = "PRI".getBytes(US_ASCII);

  private final Proxy proxy;
  private final ClientConnection client;
  private final Peer peer;

  /** For a connection from {@code peer} that {@code client} serves if it speaks HTTP/1.1. */
  public PrefaceDetector(Proxy proxy, ClientConnection client, Peer peer) {
    this.proxy = proxy;
    this.client = client;
    this.peer = peer;
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
    int length = Math.min(in.readableBytes(), PREFACE_METHOD.length);
    for (int i = 0; i < length; i++) {
      if (in.getByte(in.readerIndex() + i) != PREFACE_METHOD[i]) {
        context.pipeline().remove(this);
        return;
      }
    }
    if (length == PREFACE_METHOD.length) {
      var pipeline = context.pipeline();
      if (client.release()) {
        pipeline.remove(client);
        context.channel().config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, false);
        Http2ClientConnection.addTo(pipeline, proxy, peer);
      }
      // Passes on what came so far.
      pipeline.remove(this);
    }
  }

  /** A connection that ends before it said what it speaks said nothing. */
  @Override
  protected void decodeLast(ChannelHandlerContext context, ByteBuf in, List<Object> out) {}
}
