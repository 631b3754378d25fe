package io.scaledapp.e2e.longlived;

import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The service of the sample in {@code e2e/apps/grpc-hello}, with messages as their bytes. */
final class Greeter {
  static final MethodDescriptor<byte[], byte[]> SAY_HELLO = method("SayHello", MethodType.UNARY);

  static final MethodDescriptor<byte[], byte[]> TICKS =
      method("Ticks", MethodType.SERVER_STREAMING);

  /** A HelloRequest without a name. */
  static final byte[] NOBODY = {};

  /** A TicksRequest with {@code every_ms = 100}. */
  static final byte[] EVERY_100_MS = {8, 100};

  private Greeter() {}

  private static MethodDescriptor<byte[], byte[]> method(String name, MethodType type) {
    return MethodDescriptor.<byte[], byte[]>newBuilder()
        .setFullMethodName("hello.v1.Greeter/" + name)
        .setType(type)
        .setRequestMarshaller(new Bytes())
        .setResponseMarshaller(new Bytes())
        .build();
  }

  private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
    @Override
    public InputStream stream(byte[] value) {
      return new ByteArrayInputStream(value);
    }

    @Override
    public byte[] parse(InputStream stream) {
      try {
        return stream.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
