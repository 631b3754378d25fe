package io.scaledapp.operator.platform.local;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A small web app that tests run as a real process. It listens on {@code PORT}; {@code /env}
 * answers its environment, {@code /health} 200 or what {@code /health/set?STATUS} said, {@code
 * /exit?CODE} ends it.
 */
public final class TestApp {
  private static volatile int health = 200;

  private TestApp() {}

  /** The command that runs it. */
  static List<String> command(String... args) {
    var words =
        new java.util.ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx32m",
                "-cp",
                classes(),
                TestApp.class.getName()));
    words.addAll(List.of(args));
    return words;
  }

  private static String classes() {
    return Path.of(
            Optional.ofNullable(TestApp.class.getProtectionDomain().getCodeSource())
                .orElseThrow()
                .getLocation()
                .getPath())
        .toString();
  }

  public static void main(String[] args) throws IOException {
    health = args.length > 0 ? Integer.parseInt(args[0]) : 200;
    var port = Integer.parseInt(System.getenv("PORT"));
    var server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.createContext("/env", exchange -> answer(exchange, 200, environment()));
    server.createContext("/health", exchange -> answer(exchange, health, ""));
    server.createContext(
        "/health/set",
        exchange -> {
          health = Integer.parseInt(exchange.getRequestURI().getQuery());
          answer(exchange, 200, "");
        });
    server.createContext(
        "/exit", exchange -> System.exit(Integer.parseInt(exchange.getRequestURI().getQuery())));
    server.start();
    System.out.println("listening");
  }

  private static String environment() {
    return System.getenv().entrySet().stream()
        .map(Map.Entry::toString)
        .sorted()
        .collect(Collectors.joining("\n"));
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    var bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }
}
