package io.scaledapp.operator.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows the apps that a running {@code up} holds. */
@Command(name = "status", description = "Shows the apps, their replicas and their load.")
final class StatusCommand implements Callable<Integer> {

  /** Forms of the output. */
  enum Output {
    TABLE,
    JSON
  }

  private static final String CLEAR_SCREEN = "\u001b[H\u001b[2J";
  private static final long REPEAT_MILLIS = 1_000;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before call.
  private CommandSpec spec;

  @Mixin private final AdminOption admin = new AdminOption();

  @Parameters(arity = "0..1", paramLabel = "NAME", description = "One app; all without it.")
  private @Nullable String name;

  @Option(
      names = {"-o", "--output"},
      defaultValue = "table",
      paramLabel = "table|json",
      description = "A table, or a Kubernetes List (default: ${DEFAULT-VALUE}).")
  private Output output = Output.TABLE;

  @Option(
      names = {"-w", "--watch"},
      description = "Repeats each second until interrupted.")
  private boolean watch;

  @Override
  public Integer call() throws InterruptedException {
    var client = admin.client();
    var out = spec.commandLine().getOut();
    show(out, read(client));
    // A reader such as head that has gone ends the watch.
    while (watch && !out.checkError()) {
      Thread.sleep(REPEAT_MILLIS);
      show(out, read(client));
    }
    return 0;
  }

  private String read(AdminClient client) {
    var list = list(client);
    return output == Output.JSON
        ? list.toPrettyString() + "\n"
        : StatusTable.of(list, Instant.now()) + replicas(client);
  }

  private String replicas(AdminClient client) {
    return name == null ? "" : ReplicaTable.of(client.get(Paths.app(name) + "/replicas"));
  }

  private JsonNode list(AdminClient client) {
    if (name == null) {
      return client.get("/api/v1/scaledapps");
    }
    var app = client.get(Paths.app(name));
    ObjectNode list = new ObjectMapper().createObjectNode();
    list.put("apiVersion", "v1").put("kind", "List").putObject("metadata");
    list.putArray("items").add(app);
    return list;
  }

  private void show(PrintWriter out, String text) {
    var interactive = Terminal.isInteractive();
    if (watch && interactive) {
      out.print(CLEAR_SCREEN);
    }
    var isCut = interactive && output == Output.TABLE;
    out.print(isCut ? TextTable.cut(text, Terminal.width()) : text);
    out.flush();
  }
}
