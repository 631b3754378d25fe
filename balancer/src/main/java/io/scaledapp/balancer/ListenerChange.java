package io.scaledapp.balancer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What has to happen for listeners to be as wanted.
 *
 * @param changed those that stay where they are, with what they shall be like
 * @param opened those that are not there
 * @param gone those that are not wanted
 */
record ListenerChange(
    Map<Listener, ListenerOptions> changed, List<ListenerOptions> opened, List<Listener> gone) {

  /** A listener is the same while its address and port are. */
  static ListenerChange of(List<Listener> open, List<ListenerOptions> wanted) {
    var changed = new HashMap<Listener, ListenerOptions>();
    var opened = new ArrayList<ListenerOptions>();
    var gone = new ArrayList<>(open);
    for (var options : wanted) {
      var same = at(options, gone);
      if (same.isEmpty()) {
        opened.add(options);
      } else {
        gone.remove(same.get());
        if (!same.get().options().equals(options)) {
          changed.put(same.get(), options);
        }
      }
    }
    return new ListenerChange(changed, opened, gone);
  }

  private static Optional<Listener> at(ListenerOptions wanted, List<Listener> open) {
    return open.stream()
        .filter(
            listener ->
                listener.options().host().equals(wanted.host())
                    && listener.options().port() == wanted.port()
                    // Of free ports each is another.
                    && (wanted.port() > 0 || listener.options().name().equals(wanted.name())))
        .findFirst();
  }
}
