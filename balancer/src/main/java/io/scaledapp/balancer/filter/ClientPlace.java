package io.scaledapp.balancer.filter;

import org.jspecify.annotations.Nullable;

/** What a request holds of its client's allowance. One object an exchange, used again. */
public final class ClientPlace {
  private @Nullable ClientTable table;
  private @Nullable ClientKey key;
  private @Nullable ClientTable secondTable;
  private @Nullable ClientKey secondKey;

  void hold(ClientTable table, ClientKey key) {
    this.table = table;
    this.key = key;
  }

  void holdToo(ClientTable table, ClientKey key) {
    secondTable = table;
    secondKey = key;
  }

  /** Gives back what is held, if anything is. */
  public void release() {
    release(table, key);
    release(secondTable, secondKey);
    table = null;
    secondTable = null;
  }

  private static void release(@Nullable ClientTable table, @Nullable ClientKey key) {
    if (table != null && key != null) {
      table.release(key.high(), key.low());
    }
  }
}
