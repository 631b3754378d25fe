package io.scaledapp.balancer;

import static org.assertj.core.api.Assertions.assertThat;

import io.scaledapp.balancer.control.AppRoute;
import io.scaledapp.balancer.control.CachePolicy;
import io.scaledapp.balancer.control.TrafficPolicy;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

/** Apps whose responses are kept, and what is said to them. */
final class CachedApps {
  static final String FRESH = "Cache-Control: max-age=60\r\n";

  /** Stale as soon as it comes. */
  static final String STALE = "Cache-Control: max-age=1%s\r\nAge: 5\r\nETag: \"1\"\r\n";

  static final CachePolicy POLICY =
      new CachePolicy(10_000_000, 5_000_000, List.of("session"), List.of("x-preview"));

  private CachedApps() {}

  static AppRoute cached(Replica... replicas) {
    return with(TrafficPolicy.DEFAULT.withCache(POLICY), replicas);
  }

  static AppRoute with(TrafficPolicy traffic, Replica... replicas) {
    var app = Tables.app(replicas);
    return app.with(app.policy(), traffic);
  }

  static Fixture fixture(Replica... replicas) {
    return new Fixture(options -> options, cached(replicas));
  }

  static String ok(String body, String lines) {
    return "HTTP/1.1 200 OK\r\n" + lines + "Content-Length: " + body.length() + "\r\n\r\n" + body;
  }

  /** Answers request number n, from 1, as told; requests must have no body. */
  static Replica answering(IntFunction<String> answers) {
    var replica = new Replica[1];
    replica[0] =
        Replica.start(
            connection -> {
              for (String head = connection.readHead();
                  !head.isEmpty();
                  head = connection.readHead()) {
                int number;
                synchronized (replica) {
                  replica[0].heads.add(head);
                  number = replica[0].heads.size();
                }
                connection.write(answers.apply(number));
              }
            });
    return replica[0];
  }

  static String get(String... lines) {
    return request("GET", lines);
  }

  static String request(String method, String... lines) {
    var text = new StringBuilder(method + " / HTTP/1.1\r\nHost: app\r\n");
    for (String line : lines) {
      text.append(line).append("\r\n");
    }
    return text + "\r\n";
  }

  static String line(String response, String name) {
    return response
        .lines()
        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
        .map(line -> line.substring(name.length() + 1).strip())
        .findFirst()
        .orElse("");
  }

  static String status(String response) {
    return line(response, "cache-status");
  }

  static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
