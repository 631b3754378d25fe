package io.scaledapp.operator.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints what the replicas wrote, each line behind its replica's name. */
@Command(name = "logs", description = "Prints the output of the replicas.")
final class LogsCommand implements Callable<Integer> {

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before call.
  private CommandSpec spec;

  @Mixin private final AdminOption admin = new AdminOption();

  @Parameters(arity = "0..1", paramLabel = "NAME", description = "One app; all without it.")
  private @Nullable String name;

  @Option(
      names = {"-f", "--follow"},
      description = "Goes on with what comes, until interrupted.")
  private boolean follow;

  @Override
  public Integer call() throws IOException {
    var path =
        "/api/v1/logs?follow=" + follow + (name == null ? "" : "&name=" + Paths.segment(name));
    var out = spec.commandLine().getOut();
    try (var text =
        new BufferedReader(
            new InputStreamReader(admin.client().stream(path), StandardCharsets.UTF_8))) {
      for (var line = text.readLine(); line != null; line = text.readLine()) {
        // A blank one only tells that the connection lives.
        if (!line.isEmpty()) {
          out.println(line);
        }
        // A reader such as head that has gone ends the command.
        if (out.checkError()) {
          break;
        }
      }
    }
    return 0;
  }
}
