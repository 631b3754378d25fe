package io.scaledapp.balancer.http1;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What holds for any bytes at all: the parsers throw nothing, find the same messages however the
 * bytes are split into reads, leave what follows a message alone, and agree with the {@link
 * Reference}.
 */
final class Agreement {
  private static final int SPLITS = 3;
  private static final int LONGEST_READ = 40;

  private Agreement() {}

  /** Fails where one of it does not hold. */
  static void check(
      byte[] bytes, Supplier<MessageStream<?>> stream, Function<String, List<String>> reference) {
    var expected = stream.get().readAll(List.of(Unpooled.wrappedBuffer(bytes)));
    assertThat(expected.messages).isEqualTo(reference.apply(new String(bytes, ISO_8859_1)));
    checkSplit(bytes, List.of(1), stream.get(), expected);
    // Not of the fuzzer's choice, so that an input is nothing but what a peer sends.
    var random = new Random(Arrays.hashCode(bytes));
    for (int i = 0; i < SPLITS; i++) {
      var sizes = random.ints(5, 1, LONGEST_READ).boxed().toList();
      checkSplit(bytes, sizes, stream.get(), expected);
    }
  }

  private static void checkSplit(
      byte[] bytes, List<Integer> sizes, MessageStream<?> stream, MessageStream<?> expected) {
    stream.readAll(Splits.of(bytes, sizes));
    assertThat(stream.messages).isEqualTo(expected.messages);
    assertThat(stream.end).isEqualTo(expected.end);
  }
}
