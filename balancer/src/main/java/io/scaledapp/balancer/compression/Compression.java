package io.scaledapp.balancer.compression;

import com.sun.management.OperatingSystemMXBean;
import io.scaledapp.balancer.control.CompressionPolicy;
import io.scaledapp.balancer.control.CompressionPolicy.Encoding;
import io.scaledapp.balancer.memory.MemoryBudget;
import java.lang.management.ManagementFactory;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The encoders of a process: one budget of memory for all, and a note of those that the machine has
 * no library for. A library is loaded when the first response needs it. Thread-safe.
 */
public final class Compression {
  private static final Logger log = LoggerFactory.getLogger(Compression.class);

  private final Encoders encoders;
  private final Supplier<MemoryBudget> budget;
  private final Set<Encoding> missing = ConcurrentHashMap.newKeySet();

  /** With the libraries there are, and a twentieth of the memory. */
  public Compression() {
    this(Encoders.LIBRARIES, () -> ProcessMemory.BUDGET);
  }

  /**
   * @param budget asked for when the first response needs memory, and the same each time
   */
  Compression(Encoders encoders, Supplier<MemoryBudget> budget) {
    this.encoders = encoders;
    this.budget = budget;
  }

  /** Whether nothing is known against the encoding. */
  boolean isUsable(Encoding encoding) {
    return !missing.contains(encoding);
  }

  /**
   * Begins the body of a response.
   *
   * @param accepted what the client accepts
   * @param refused run if the body is to pass as it is for want of memory
   * @return null if it is to pass as it is
   */
  public @Nullable EncodedBody begin(
      CompressionPolicy policy, AcceptEncoding accepted, Runnable refused) {
    Encoding encoding = choose(policy, accepted);
    if (encoding == null) {
      return null;
    }
    MemoryBudget budget = this.budget.get();
    while (encoding != null) {
      long memory = Encoders.memory(encoding);
      if (!budget.take(memory)) {
        refused.run();
        return null;
      }
      Encoder encoder = null;
      try {
        encoder = open(encoding, policy);
      } catch (RuntimeException e) {
        // What the libraries throw when the machine gives them no memory.
        refused.run();
        return null;
      } finally {
        if (encoder == null) {
          budget.giveBack(memory);
        }
      }
      if (encoder != null) {
        return new EncodedBody(encoding, encoder, () -> budget.giveBack(memory));
      }
      encoding = choose(policy, accepted);
    }
    return null;
  }

  private @Nullable Encoding choose(CompressionPolicy policy, AcceptEncoding accepted) {
    return accepted.choose(policy.encodings(), this::isUsable);
  }

  /** Whether the client would get an encoded body. */
  public boolean wouldEncode(CompressionPolicy policy, AcceptEncoding accepted) {
    return choose(policy, accepted) != null;
  }

  private @Nullable Encoder open(Encoding encoding, CompressionPolicy policy) {
    try {
      return encoders.open(encoding, policy.level());
    } catch (LinkageError e) {
      if (missing.add(encoding)) {
        log.atWarn()
            .addKeyValue("encoding", encoding)
            .setCause(e)
            .log("an encoding is left out from now on, since its library cannot be used here");
      }
      return null;
    }
  }

  /** Apart, since a balancer that compresses nothing need not know. */
  private static final class ProcessMemory {
    /** The part of the container's memory, or the machine's, that encoders may take. */
    private static final int SHARE = 20;

    static final MemoryBudget BUDGET =
        new MemoryBudget(
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize()
                / SHARE);
  }
}
