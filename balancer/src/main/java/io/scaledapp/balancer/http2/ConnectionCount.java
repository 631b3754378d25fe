package io.scaledapp.balancer.http2;

import io.scaledapp.balancer.upstream.LoadMeter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * For which apps a connection counts: once for each that has a stream open on it, and while there
 * is none for the last. For the use of one event loop.
 */
final class ConnectionCount {
  private static final class Entry {
    final LoadMeter meter;
    int streams;

    Entry(LoadMeter meter) {
      this.meter = meter;
    }
  }

  /** Few, since connections rarely serve several apps; one without streams is the only one. */
  private final List<Entry> entries = new ArrayList<>(1);

  /** A stream of the meter's app is open from here on. */
  void begin(LoadMeter meter) {
    Entry entry = find(meter);
    if (entry == null) {
      dropIdle();
      entry = new Entry(meter);
      entries.add(entry);
      meter.connections(1);
    }
    entry.streams++;
  }

  /** A stream of the meter's app is over. */
  void end(LoadMeter meter) {
    Entry entry = find(meter);
    if (entry != null && --entry.streams == 0 && entries.size() > 1) {
      entries.remove(entry);
      meter.connections(-1);
    }
  }

  /** The connection is gone. */
  void clear() {
    entries.forEach(entry -> entry.meter.connections(-1));
    entries.clear();
  }

  private void dropIdle() {
    if (!entries.isEmpty() && entries.getFirst().streams == 0) {
      clear();
    }
  }

  private @Nullable Entry find(LoadMeter meter) {
    for (int i = 0; i < entries.size(); i++) {
      if (entries.get(i).meter == meter) {
        return entries.get(i);
      }
    }
    return null;
  }
}
