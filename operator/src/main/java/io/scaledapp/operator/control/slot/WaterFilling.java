package io.scaledapp.operator.control.slot;

import java.util.function.IntToLongFunction;

/** Sharing out whole units as evenly as can be. Pure. */
final class WaterFilling {

  private WaterFilling() {}

  /**
   * Max-min fair shares (Bertsekas and Gallager, Data Networks, 6.5.2): none gets more than it
   * wants, and of two that get less neither gets more than one unit more than the other.
   *
   * @param total to be shared, from 0
   * @param wants of each, from 0
   * @param order indices of {@code wants}: who comes first gets a unit that is left
   */
  static int[] share(int total, int[] wants, int[] order) {
    int level = level(total, max(wants), water -> sumUpTo(wants, water));
    var shares = new int[wants.length];
    int left = total;
    for (int i = 0; i < wants.length; i++) {
      shares[i] = Math.min(wants[i], level);
      left -= shares[i];
    }
    for (int i : order) {
      if (left > 0 && wants[i] > shares[i]) {
        shares[i]++;
        left--;
      }
    }
    return shares;
  }

  /**
   * Adds to what each has, to those with the least first.
   *
   * @param amount to be added, from 0; what there is no room for stays over
   * @param has of each, from 0
   * @param rooms how much each can get at most, from 0
   */
  static int[] pour(int amount, int[] has, int[] rooms) {
    int highest = 0;
    for (int i = 0; i < has.length; i++) {
      highest = Math.max(highest, has[i] + rooms[i]);
    }
    int level = level(amount, highest, water -> sumOver(has, rooms, water));
    var sums = new int[has.length];
    int left = amount;
    for (int i = 0; i < has.length; i++) {
      int added = Math.clamp(level - has[i], 0, rooms[i]);
      sums[i] = has[i] + added;
      left -= added;
    }
    for (int i = 0; i < has.length && left > 0; i++) {
      if (has[i] <= level && sums[i] - has[i] < rooms[i]) {
        sums[i]++;
        left--;
      }
    }
    return sums;
  }

  /** The highest level at which the sum is within the total. */
  private static int level(int total, int highest, IntToLongFunction sum) {
    int low = 0;
    int high = highest;
    while (low < high) {
      int middle = low + (high - low + 1) / 2;
      if (sum.applyAsLong(middle) <= total) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  private static long sumUpTo(int[] wants, int level) {
    long sum = 0;
    for (int want : wants) {
      sum += Math.min(want, level);
    }
    return sum;
  }

  private static long sumOver(int[] has, int[] rooms, int level) {
    long sum = 0;
    for (int i = 0; i < has.length; i++) {
      sum += Math.clamp(level - has[i], 0, rooms[i]);
    }
    return sum;
  }

  private static int max(int[] values) {
    int max = 0;
    for (int value : values) {
      max = Math.max(max, value);
    }
    return max;
  }
}
