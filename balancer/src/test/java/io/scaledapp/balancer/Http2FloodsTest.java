package io.scaledapp.balancer;

import static org.assertj.core.api.Assertions.assertThat;

import io.scaledapp.balancer.FramePeer.Frame;
import java.io.ByteArrayOutputStream;
import java.io.UncheckedIOException;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A client that makes work without end is cut off with a reason, and others are served. */
class Http2FloodsTest {
  private final Replica replica =
      Replica.answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
  private final Fixture fixture = new Fixture(replica);
  private final int port = fixture.balancer.port();

  @AfterEach
  void close() {
    fixture.close();
    replica.close();
  }

  private static byte[] bytes(byte[]... frames) {
    var all = new ByteArrayOutputStream();
    for (byte[] frame : frames) {
      all.writeBytes(frame);
    }
    return all.toByteArray();
  }

  private static byte[] request(int stream, int flags, String... fields) {
    return FramePeer.frame(
        FramePeer.HEADERS,
        FramePeer.END_HEADERS | flags,
        stream,
        FramePeer.block(
            Stream.concat(
                    Stream.of(
                        ":method", "POST", ":scheme", "http", ":path", "/", ":authority", "app"),
                    Stream.of(fields))
                .toArray(String[]::new)));
  }

  private static byte[] empty(int type, int flags, int stream) {
    return FramePeer.frame(type, flags, stream, new byte[0]);
  }

  /** The n-th part of a flood, from 0. */
  static Stream<Named<IntFunction<byte[]>>> floods() {
    byte[] ping = FramePeer.frame(FramePeer.PING, 0, 0, new byte[8]);
    return Stream.of(
        Named.of("PING", n -> ping),
        Named.of("SETTINGS", n -> empty(FramePeer.SETTINGS, 0, 0)),
        Named.of(
            "rapid reset (CVE-2023-44487)",
            n ->
                bytes(
                    request(2 * n + 1, FramePeer.END_STREAM),
                    FramePeer.frame(FramePeer.RST_STREAM, 0, 2 * n + 1, new byte[] {0, 0, 0, 8}))),
        Named.of(
            "resets provoked (CVE-2025-8671)",
            n ->
                bytes(
                    request(2 * n + 1, 0),
                    FramePeer.frame(FramePeer.WINDOW_UPDATE, 0, 2 * n + 1, new byte[4]))),
        Named.of(
            "empty DATA",
            n -> n == 0 ? request(1, 0) : FramePeer.frame(FramePeer.DATA, 0, 1, new byte[0])),
        Named.of(
            "empty CONTINUATION",
            n -> n == 0 ? empty(FramePeer.HEADERS, 0, 1) : empty(FramePeer.CONTINUATION, 0, 1)),
        Named.of(
            "CONTINUATION without end",
            n ->
                n == 0
                    ? empty(FramePeer.HEADERS, 0, 1)
                    : FramePeer.frame(
                        FramePeer.CONTINUATION, 0, 1, FramePeer.block("x" + n, "y".repeat(8000)))));
  }

  @ParameterizedTest
  @MethodSource("floods")
  void floodIsCutOffWithAReason(IntFunction<byte[]> flood) {
    try (var client = new FramePeer(port);
        var other = new FramePeer(port)) {
      other.get(1).response(1);
      var reading = Thread.ofVirtual().start(() -> send(client, flood));
      Frame end = client.readUntil(FramePeer.GOAWAY);
      // A reset that overtakes the words is an end as well.
      if (end.type() == FramePeer.GOAWAY) {
        assertThat(end.errorCode()).isIn(FramePeer.ENHANCE_YOUR_CALM, FramePeer.PROTOCOL_ERROR);
      }
      client.readUntil(-1);
      assertThat(reading.isInterrupted()).isFalse();
      assertThat(other.get(3).response(3).body()).isEqualTo("ok");
      Await.until("nothing is in flight", () -> fixture.load().concurrency() == 0);
      Await.until("it is gone", () -> fixture.balancer.clientConnections() == 1);
    }
  }

  /** Sends for as long as the connection takes it. */
  private static void send(FramePeer client, IntFunction<byte[]> flood) {
    try {
      for (int n = 0; n < 1_000_000; n++) {
        client.raw(flood.apply(n));
      }
    } catch (UncheckedIOException e) {
      // Cut off, which is what the test waits for.
    }
  }

  /** As gRPC measures the path. */
  @Test
  void pingForEachDataThatCameIsNoFlood() {
    try (var client = new FramePeer(port)) {
      for (int stream = 1; stream < 3_000; stream += 2) {
        assertThat(client.get(stream).response(stream).body()).isEqualTo("ok");
        client.send(FramePeer.PING, 0, 0, new byte[8]);
      }
      client.settle();
    }
  }

  @Test
  void bombOfIndexedFieldsIsRefused() {
    try (var client = new FramePeer(port)) {
      // A field of 3,000 bytes goes into the table, and is named again and again in one byte each.
      var block = new ByteArrayOutputStream();
      byte[] first = FramePeer.block("x", "y".repeat(3000));
      first[0] = 0x40;
      block.writeBytes(first);
      for (int i = 0; i < 10_000; i++) {
        block.write(0x80 | 62);
      }
      int flags = FramePeer.END_HEADERS | FramePeer.END_STREAM;
      client.send(FramePeer.HEADERS, flags, 1, block.toByteArray());
      assertThat(client.response(1).status()).isEqualTo(":status: 431");
      assertThat(client.get(3).response(3).body()).isEqualTo("ok");
    }
  }

  @Test
  void clientThatReadsNothingIsNotAnsweredWithoutEnd() {
    try (var client = new FramePeer(port)) {
      client.get(1).response(1);
      send(client, n -> FramePeer.frame(FramePeer.PING, 0, 0, new byte[8]));
      Await.until("it is gone", () -> fixture.balancer.clientConnections() == 0);
    }
  }
}
