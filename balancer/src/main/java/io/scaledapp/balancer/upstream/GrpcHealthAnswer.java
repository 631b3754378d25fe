package io.scaledapp.balancer.upstream;

import io.netty.buffer.ByteBuf;
import io.scaledapp.balancer.http1.MessageHead;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/**
 * What a server says of its health: one message and a status of gRPC, in whatever pieces they come
 * (gRPC's health checking protocol, {@code grpc.health.v1.Health/Check}). For one answer, on one
 * thread.
 */
final class GrpcHealthAnswer {
  /** Far more than the two bytes that servers send, in case they add something. */
  private static final int MAX_BYTES = 1024;

  /** Whether it is compressed, and its length ("Length-Prefixed-Message" in gRPC over HTTP2). */
  private static final int PREFIX = 1 + Integer.BYTES;

  /** {@code ServingStatus status = 1}, as a varint (protobuf's encoding, "Message Structure"). */
  private static final long STATUS_TAG = 1 << 3;

  private static final long SERVING = 1;

  private static final int VARINT = 0;
  private static final int FIXED_64 = 1;
  private static final int LENGTH_DELIMITED = 2;
  private static final int FIXED_32 = 5;

  private final ByteArrayOutputStream message = new ByteArrayOutputStream();
  private boolean isOk;
  private boolean isMalformed;

  /** Takes a status from the fields before or after the message. */
  void fields(MessageHead fields) {
    int status = fields.find("grpc-status");
    isOk |= status >= 0 && fields.value(status).equals("0");
  }

  /** Takes bytes of the message; the buffer stays the caller's. */
  void body(ByteBuf bytes) {
    int count = bytes.readableBytes();
    if (count > MAX_BYTES - message.size()) {
      isMalformed = true;
      return;
    }
    byte[] copy = new byte[count];
    bytes.getBytes(bytes.readerIndex(), copy);
    message.writeBytes(copy);
  }

  /** Whether all that came says that the server serves. */
  boolean isServing() {
    var bytes = ByteBuffer.wrap(message.toByteArray());
    if (!isOk || isMalformed || bytes.remaining() < PREFIX) {
      return false;
    }
    boolean isCompressed = bytes.get() != 0;
    int length = bytes.getInt();
    if (isCompressed || length != bytes.remaining()) {
      return false;
    }
    long status = status(bytes);
    return !isMalformed && status == SERVING;
  }

  /** The last one counts, and what is not known is passed over, as protobuf has it. */
  private long status(ByteBuffer in) {
    long status = 0;
    while (in.hasRemaining() && !isMalformed) {
      long tag = varint(in);
      if (tag == STATUS_TAG) {
        status = varint(in);
      } else {
        skip((int) tag & 7, in);
      }
    }
    return status;
  }

  private void skip(int wireType, ByteBuffer in) {
    switch (wireType) {
      case VARINT -> varint(in);
      case FIXED_64 -> skip((long) Long.BYTES, in);
      case FIXED_32 -> skip((long) Integer.BYTES, in);
      case LENGTH_DELIMITED -> skip(varint(in), in);
      default -> isMalformed = true;
    }
  }

  private void skip(long bytes, ByteBuffer in) {
    if (bytes < 0 || bytes > in.remaining()) {
      isMalformed = true;
    } else {
      in.position(in.position() + (int) bytes);
    }
  }

  private long varint(ByteBuffer in) {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE && in.hasRemaining(); shift += 7) {
      byte next = in.get();
      value |= (next & 0x7fL) << shift;
      if (next >= 0) {
        return value;
      }
    }
    isMalformed = true;
    return 0;
  }
}
