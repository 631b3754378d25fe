package io.scaledapp.samples.spring;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import jakarta.servlet.http.HttpServletRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Short answers: who answers and what it saw of the request, at once or late, and the probes. */
@RestController
class HelloController {

  static final int MAX_SLOW_MS = 30_000;

  private static final List<String> SHOWN_HEADERS =
      List.of(
          "host",
          "forwarded",
          "x-real-ip",
          "x-forwarded-host",
          "x-forwarded-port",
          "x-forwarded-proto");

  private final ApplicationAvailability availability;

  HelloController(ApplicationAvailability availability) {
    this.availability = availability;
  }

  @GetMapping("/healthz/live")
  Status live() {
    return new Status("up");
  }

  @GetMapping("/healthz/ready")
  ResponseEntity<Status> ready() {
    return availability.getReadinessState() == ReadinessState.ACCEPTING_TRAFFIC
        ? ResponseEntity.ok(new Status("up"))
        : ResponseEntity.status(503).body(new Status("stopping"));
  }

  @GetMapping("/")
  Hello hello(HttpServletRequest request) {
    return new Hello(
        Identity.SELF,
        request.getRemoteAddr(),
        ForwardedFor.addresses(request),
        request.getScheme(),
        request.getServerName(),
        shownHeaders(request));
  }

  @GetMapping("/slow")
  CompletableFuture<Slow> slow(@RequestParam(defaultValue = "1000") String ms) {
    var delay = WholeNumber.parse("ms", ms, 0, MAX_SLOW_MS);
    return CompletableFuture.supplyAsync(
        () -> new Slow(Identity.SELF, delay),
        CompletableFuture.delayedExecutor(delay, TimeUnit.MILLISECONDS));
  }

  private static Map<String, String> shownHeaders(HttpServletRequest request) {
    var shown = new LinkedHashMap<String, String>();
    for (var name : SHOWN_HEADERS) {
      var value = request.getHeader(name);
      if (value != null) {
        shown.put(name, value);
      }
    }
    return shown;
  }

  private record Hello(
      @JsonUnwrapped Identity identity,
      String ip,
      List<String> ips,
      String protocol,
      String hostname,
      Map<String, String> headers) {}

  private record Slow(@JsonUnwrapped Identity identity, int ms) {}

  private record Status(String status) {}
}
