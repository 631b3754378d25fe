package io.scaledapp.operator.app.engine;

import io.scaledapp.operator.app.AppEvent;
import io.scaledapp.operator.app.Apps.Subscription;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs events and hands them on to listeners, none of which can hold up the engine. */
final class EventFeed {

  private static final Logger log = LoggerFactory.getLogger(EventFeed.class);
  private static final int MOST_WAITING = 1_000;

  private final List<Listener> listeners = new CopyOnWriteArrayList<>();

  void publish(AppEvent event) {
    var line = log.atInfo().addKeyValue("app", event.app()).addKeyValue("reason", event.kind());
    if (event.replica() != null) {
      line = line.addKeyValue("replica", event.replica());
    }
    line.log(event.message());
    listeners.forEach(listener -> listener.offer(event));
  }

  Subscription subscribe(Consumer<AppEvent> consumer) {
    var listener = new Listener(consumer);
    listeners.add(listener);
    return () -> {
      listeners.remove(listener);
      listener.thread.interrupt();
    };
  }

  void close() {
    listeners.forEach(listener -> listener.thread.interrupt());
    listeners.clear();
  }

  private static final class Listener {
    private final BlockingQueue<AppEvent> waiting = new LinkedBlockingQueue<>(MOST_WAITING);
    private final Consumer<AppEvent> consumer;
    private final Thread thread;

    Listener(Consumer<AppEvent> consumer) {
      this.consumer = consumer;
      this.thread = Thread.ofVirtual().name("app-events").start(this::run);
    }

    void offer(AppEvent event) {
      if (!waiting.offer(event)) {
        log.atDebug().addKeyValue("app", event.app()).log("a listener is too slow for its events");
      }
    }

    private void run() {
      try {
        while (true) {
          hand(waiting.take());
        }
      } catch (InterruptedException closed) {
        Thread.currentThread().interrupt();
      }
    }

    private void hand(AppEvent event) {
      try {
        consumer.accept(event);
      } catch (RuntimeException broken) {
        log.atWarn().setCause(broken).addKeyValue("app", event.app()).log("a listener failed");
      }
    }
  }
}
