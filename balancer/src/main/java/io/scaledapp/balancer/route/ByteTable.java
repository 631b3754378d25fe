package io.scaledapp.balancer.route;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/**
 * A hash table from byte strings to non-negative numbers that is searched within a buffer, without
 * a copy. The caller hashes, so that it can do so while it scans for something else. Linear probing
 * at a load of at most one half; safe for any number of readers once it is filled.
 */
final class ByteTable {
  private final byte[][] keys;
  private final int[] hashes;
  private final int[] values;
  private final int shift;

  /**
   * @param capacity the most entries that will be put
   */
  ByteTable(int capacity) {
    int bits = Integer.SIZE - Integer.numberOfLeadingZeros(2 * Math.max(1, capacity) - 1);
    keys = new byte[1 << bits][];
    hashes = new int[1 << bits];
    values = new int[1 << bits];
    Arrays.fill(values, -1);
    shift = Integer.SIZE - bits;
  }

  /** Folds one more byte into a hash that began at 0. */
  static int hash(int hash, byte next) {
    return 31 * hash + next;
  }

  /** Enters a key, unless it is there already: the first one stays. */
  void putIfAbsent(int hash, byte[] key, int value) {
    int slot = slot(hash);
    while (values[slot] >= 0) {
      if (hashes[slot] == hash && Arrays.equals(keys[slot], key)) {
        return;
      }
      slot = after(slot);
    }
    keys[slot] = key;
    hashes[slot] = hash;
    values[slot] = value;
  }

  /**
   * The value of the key that equals {@code buffer[start, end)}, or -1.
   *
   * @param ignoreCase whether ASCII upper case in the buffer equals lower case in the key
   */
  int find(int hash, ByteBuf buffer, int start, int end, boolean ignoreCase) {
    int slot = slot(hash);
    while (values[slot] >= 0) {
      if (hashes[slot] == hash && matches(keys[slot], buffer, start, end, ignoreCase)) {
        return values[slot];
      }
      slot = after(slot);
    }
    return -1;
  }

  static byte lowerCase(byte value) {
    return value >= 'A' && value <= 'Z' ? (byte) (value + ('a' - 'A')) : value;
  }

  private static boolean matches(
      byte[] key, ByteBuf buffer, int start, int end, boolean ignoreCase) {
    if (key.length != end - start) {
      return false;
    }
    for (int i = 0; i < key.length; i++) {
      byte value = buffer.getByte(start + i);
      if (key[i] != (ignoreCase ? lowerCase(value) : value)) {
        return false;
      }
    }
    return true;
  }

  private int slot(int hash) {
    return (hash * 0x9E3779B9) >>> shift;
  }

  private int after(int slot) {
    return (slot + 1) & (values.length - 1);
  }
}
