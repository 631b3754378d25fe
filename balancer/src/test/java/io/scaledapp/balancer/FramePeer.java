package io.scaledapp.balancer;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A client or a replica on a raw socket that speaks HTTP/2 frame by frame, right or wrong as the
 * test says. It never widens a window by itself, and reads with a deadline of ten seconds.
 */
final class FramePeer implements AutoCloseable {
  private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(ISO_8859_1);

  static final int DATA = 0;
  static final int HEADERS = 1;
  static final int RST_STREAM = 3;
  static final int SETTINGS = 4;
  static final int PING = 6;
  static final int GOAWAY = 7;
  static final int WINDOW_UPDATE = 8;
  static final int CONTINUATION = 9;

  private static final int MAX_FRAME = 16_384;

  static final int ACK = 1;
  static final int END_STREAM = 1;
  static final int END_HEADERS = 4;

  static final int MAX_CONCURRENT_STREAMS = 3;
  static final int INITIAL_WINDOW_SIZE = 4;

  static final int NO_ERROR = 0;
  static final int PROTOCOL_ERROR = 1;
  static final int INTERNAL_ERROR = 2;
  static final int REFUSED_STREAM = 7;
  static final int CANCEL = 8;
  static final int ENHANCE_YOUR_CALM = 11;

  /** A frame; the type is -1 at the end of the connection. */
  record Frame(int type, int flags, int stream, byte[] payload) {
    static final Frame END = new Frame(-1, 0, 0, new byte[0]);

    boolean endsStream() {
      return (type == DATA || type == HEADERS) && (flags & END_STREAM) != 0;
    }

    /** Of RST_STREAM and WINDOW_UPDATE, the value; of GOAWAY, the last stream. */
    int first() {
      return ByteBuffer.wrap(payload).getInt();
    }

    /** Of GOAWAY. */
    int errorCode() {
      return ByteBuffer.wrap(payload).getInt(4);
    }
  }

  /** What came on one stream. */
  static final class Response {
    /** Fields as {@code name: value}, a list for each HEADERS frame. */
    final List<List<String>> fields = new ArrayList<>();

    final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    /** Of RST_STREAM, or -1. */
    int resetCode = -1;

    boolean ended;

    String status() {
      return fields.getFirst().getFirst();
    }

    String body() {
      return bytes.toString(ISO_8859_1);
    }
  }

  private final Socket socket;
  private final DataInputStream in;
  private final DataOutputStream out;
  private final DefaultHttp2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder(false);
  private final Map<Integer, Response> responses = new TreeMap<>();

  /** Connects, and sends the preface with settings: pairs of identifier and value. */
  FramePeer(int port, int... settings) {
    this(Client.connect(port));
    raw(PREFACE);
    settings(settings);
  }

  private FramePeer(Socket connected) {
    try {
      socket = connected;
      socket.setSoTimeout(10_000);
      socket.setTcpNoDelay(true);
      in = new DataInputStream(socket.getInputStream());
      out = new DataOutputStream(socket.getOutputStream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The replica's end of a connection, which takes the preface with what it says. */
  static FramePeer replica(Replica.Connection connection, int... settings) {
    var peer = new FramePeer(connection.socket);
    try {
      byte[] preface = peer.in.readNBytes(PREFACE.length);
      if (!Arrays.equals(preface, PREFACE)) {
        throw new AssertionError("not a preface: " + new String(preface, ISO_8859_1));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return peer.settings(settings).send(SETTINGS, ACK, 0, new byte[0]);
  }

  /** Pairs of identifier and value. */
  private FramePeer settings(int... settings) {
    var payload = ByteBuffer.allocate(3 * settings.length);
    for (int i = 0; i < settings.length; i += 2) {
      payload.putShort((short) settings[i]).putInt(settings[i + 1]);
    }
    return send(SETTINGS, 0, 0, payload.array());
  }

  FramePeer raw(byte[] bytes) {
    try {
      out.write(bytes);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static byte[] frame(int type, int flags, int stream, byte[] payload) {
    return ByteBuffer.allocate(9 + payload.length)
        .putInt(payload.length << 8 | type)
        .put((byte) flags)
        .putInt(stream)
        .put(payload)
        .array();
  }

  FramePeer send(int type, int flags, int stream, byte[] payload) {
    return raw(frame(type, flags, stream, payload));
  }

  FramePeer send(int type, int stream, int value) {
    return send(type, 0, stream, ByteBuffer.allocate(4).putInt(value).array());
  }

  /** Sends fields as they stand: names and values in turn. */
  FramePeer headers(int stream, boolean end, String... fields) {
    byte[] block = block(fields);
    int first = Math.min(block.length, MAX_FRAME);
    int flags = (end ? END_STREAM : 0) | (first == block.length ? END_HEADERS : 0);
    send(HEADERS, flags, stream, Arrays.copyOf(block, first));
    for (int at = first; at < block.length; at += MAX_FRAME) {
      int next = Math.min(block.length, at + MAX_FRAME);
      int last = next == block.length ? END_HEADERS : 0;
      send(CONTINUATION, last, stream, Arrays.copyOfRange(block, at, next));
    }
    return this;
  }

  /** A request with these fields behind the pseudo-header fields. */
  FramePeer request(int stream, boolean end, String method, String path, String... fields) {
    var all =
        new ArrayList<>(
            List.of(":method", method, ":scheme", "http", ":path", path, ":authority", "app"));
    all.addAll(List.of(fields));
    return headers(stream, end, all.toArray(String[]::new));
  }

  FramePeer get(int stream) {
    return request(stream, true, "GET", "/");
  }

  FramePeer data(int stream, boolean end, String text) {
    return data(stream, end, text.getBytes(ISO_8859_1));
  }

  FramePeer data(int stream, boolean end, byte[] bytes) {
    return send(DATA, end ? END_STREAM : 0, stream, bytes);
  }

  /** Literal fields that nobody indexes, without Huffman coding (RFC 7541 section 6.2.2). */
  static byte[] block(String... fields) {
    var block = new ByteArrayOutputStream();
    for (int i = 0; i < fields.length; i++) {
      if (i % 2 == 0) {
        block.write(0);
      }
      byte[] text = fields[i].getBytes(ISO_8859_1);
      length(text.length, block);
      block.writeBytes(text);
    }
    return block.toByteArray();
  }

  private static void length(int length, ByteArrayOutputStream out) {
    if (length < 127) {
      out.write(length);
      return;
    }
    out.write(127);
    int rest = length - 127;
    while (rest >= 128) {
      out.write(rest & 0x7f | 0x80);
      rest >>= 7;
    }
    out.write(rest);
  }

  /** The next frame of the balancer. */
  Frame read() {
    try {
      int head = in.readInt();
      int flags = in.readUnsignedByte();
      int stream = in.readInt();
      var frame = new Frame(head & 0xff, flags, stream, in.readNBytes(head >>> 8));
      note(frame);
      return frame;
    } catch (EOFException | SocketException e) {
      return Frame.END;
    } catch (IOException | Http2Exception e) {
      throw new AssertionError(e);
    }
  }

  private void note(Frame frame) throws Http2Exception {
    var response = responses.computeIfAbsent(frame.stream(), id -> new Response());
    switch (frame.type()) {
      case HEADERS -> {
        var fields = new ArrayList<String>();
        var block = Unpooled.wrappedBuffer(frame.payload());
        for (var field : decoder.decodeHeaders(frame.stream(), block)) {
          fields.add(field.getKey() + ": " + field.getValue());
        }
        response.fields.add(fields);
      }
      case DATA -> response.bytes.writeBytes(frame.payload());
      case RST_STREAM -> response.resetCode = frame.first();
      default -> {}
    }
    response.ended |= frame.endsStream() || frame.type() == RST_STREAM;
  }

  /** Reads up to the next request's fields, and gives the number of its stream. */
  int request() throws EOFException {
    Frame frame = readUntil(HEADERS);
    if (frame.type() < 0) {
      throw new EOFException();
    }
    return frame.stream();
  }

  /** Answers with a status and a body. */
  FramePeer answer(int stream, String status, String body) {
    return headers(stream, false, ":status", status).data(stream, true, body);
  }

  /** GOAWAY with the last stream that is looked at. */
  FramePeer goAway(int lastStream) {
    return send(GOAWAY, 0, 0, ByteBuffer.allocate(8).putInt(lastStream).putInt(NO_ERROR).array());
  }

  /** Reads up to the end of the stream, and gives what came on it. */
  Response response(int stream) {
    while (!got(stream).ended) {
      if (read().type() < 0) {
        throw new AssertionError("the connection ended before stream " + stream);
      }
    }
    return got(stream);
  }

  /** What came on the stream so far. */
  Response got(int stream) {
    return responses.computeIfAbsent(stream, id -> new Response());
  }

  /** Reads up to a frame of the type, or the end of the connection. */
  Frame readUntil(int type) {
    Frame frame = read();
    while (frame.type() != type && frame.type() >= 0) {
      frame = read();
    }
    return frame;
  }

  /** Reads until the balancer has answered a PING, and so has seen all that was sent before. */
  FramePeer settle() {
    send(PING, 0, 0, new byte[8]);
    Frame frame = readUntil(PING);
    while (frame.type() == PING && (frame.flags() & ACK) == 0) {
      frame = readUntil(PING);
    }
    if (frame.type() < 0) {
      throw new AssertionError("the connection ended");
    }
    return this;
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
