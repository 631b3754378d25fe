package io.scaledapp.operator.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.scaledapp.operator.manifest.ManifestReader;
import io.scaledapp.operator.up.AppFolder;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Adds the apps of files to a running {@code up}, or changes them. */
@Command(
    name = "apply",
    description = "Adds apps to a running `up`, or changes them, without following their files.")
final class ApplyCommand implements Callable<Integer> {

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before call.
  private CommandSpec spec;

  @Mixin private final AdminOption admin = new AdminOption();
  @Mixin private final FilesOption files = new FilesOption();

  @Override
  public Integer call() {
    var manifest = new ManifestReader().read(files.files());
    if (!manifest.isValid()) {
      manifest.problems().forEach(spec.commandLine().getErr()::println);
      return 1;
    }
    var json = new KubernetesSerialization(new ObjectMapper(), false);
    var client = admin.client();
    for (var source : manifest.documents()) {
      var app = AppFolder.mark(source);
      client.send("POST", "/api/v1/scaledapps", json.asJson(app), AdminClient.SHORT);
      spec.commandLine().getOut().println(app.getMetadata().getName() + ": applied");
    }
    return 0;
  }
}
