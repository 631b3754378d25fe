package io.scaledapp.samples.spring;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** Server-sent events, one every {@code ms} milliseconds until the client or the app goes. */
@RestController
class EventController {

  private static final long NO_TIMEOUT = 0;

  private final ScheduledExecutorService ticker =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            var thread = new Thread(task, "events");
            thread.setDaemon(true);
            return thread;
          });
  private final Set<SseEmitter> open = ConcurrentHashMap.newKeySet();

  @GetMapping("/events")
  ResponseEntity<SseEmitter> events(@RequestParam(defaultValue = "1000") String ms) {
    var period = WholeNumber.parse("ms", ms, 10, HelloController.MAX_SLOW_MS);
    var emitter = new SseEmitter(NO_TIMEOUT);
    var next = new AtomicInteger();
    open.add(emitter);
    var ticks =
        ticker.scheduleAtFixedRate(
            () -> send(emitter, next.getAndIncrement()), 0, period, TimeUnit.MILLISECONDS);
    emitter.onCompletion(
        () -> {
          ticks.cancel(false);
          open.remove(emitter);
        });
    return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(emitter);
  }

  /** A stream never ends by itself: the graceful stop would wait for it in vain. */
  @EventListener(ContextClosedEvent.class)
  void stop() {
    open.forEach(SseEmitter::complete);
  }

  private static void send(SseEmitter emitter, int id) {
    try {
      emitter.send(SseEmitter.event().id(String.valueOf(id)).data(new Tick(Identity.SELF, id)));
    } catch (IOException | IllegalStateException e) {
      emitter.completeWithError(e);
    }
  }

  private record Tick(@JsonUnwrapped Identity identity, int id) {}
}
