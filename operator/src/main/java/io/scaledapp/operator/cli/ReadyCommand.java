package io.scaledapp.operator.cli;

import io.scaledapp.balancer.program.UserException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Asks the programs of an installation whether they are ready, as {@code helm test} does. */
@Command(
    name = "ready",
    description = "Fails unless every address answers 200; helm test starts it.",
    hidden = true)
final class ReadyCommand implements Callable<Integer> {

  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before run.
  private CommandSpec spec;

  @Parameters(paramLabel = "URL", arity = "1..*", description = "Where readiness is told.")
  private List<URI> addresses = List.of();

  @Override
  public Integer call() throws InterruptedException {
    try (var client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build()) {
      for (var address : addresses) {
        spec.commandLine().getOut().println(address + ": " + ask(client, address));
      }
    }
    return 0;
  }

  private static String ask(HttpClient client, URI address) throws InterruptedException {
    try {
      var request = HttpRequest.newBuilder(address).timeout(TIMEOUT).build();
      var answer = client.send(request, BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new UserException(
            "%s is not ready: %d %s"
                .formatted(address, answer.statusCode(), answer.body().strip()));
      }
      return answer.body().strip();
    } catch (IOException | IllegalArgumentException e) {
      throw new UserException(address + " does not answer: " + e);
    }
  }
}
