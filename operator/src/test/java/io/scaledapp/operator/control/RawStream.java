package io.scaledapp.operator.control;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.scaledapp.balancer.control.wire.Frame;
import io.scaledapp.balancer.control.wire.FrameCodec;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Frames, and bytes that are none, over a socket; reads with a deadline of ten seconds. */
final class RawStream implements AutoCloseable {
  private final Socket socket;
  private final DataInputStream in;
  private final OutputStream out;

  RawStream(Socket socket) {
    this.socket = socket;
    try {
      socket.setSoTimeout(10_000);
      in = new DataInputStream(socket.getInputStream());
      out = socket.getOutputStream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  RawStream send(Frame frame) {
    return send(FrameCodec.encode(frame).getBytes());
  }

  RawStream send(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    return send(ByteBuffer.allocate(4 + bytes.length).putInt(bytes.length).put(bytes).array());
  }

  RawStream send(byte[] bytes) {
    try {
      out.write(bytes);
      out.flush();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The next frame that is no heartbeat, or null at the end of the connection. */
  @Nullable Frame read() {
    try {
      while (true) {
        byte[] text = in.readNBytes(in.readInt());
        var frame = FrameCodec.decode(text);
        if (!(frame instanceof Frame.Heartbeat)) {
          return frame;
        }
      }
    } catch (EOFException | SocketException e) {
      return null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads up to the end of the connection. */
  void readToEnd() {
    while (read() != null) {}
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
