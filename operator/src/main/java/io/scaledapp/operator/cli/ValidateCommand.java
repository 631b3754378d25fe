package io.scaledapp.operator.cli;

import io.scaledapp.operator.manifest.ManifestReader;
import io.scaledapp.operator.manifest.SourcedApp;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Checks files and runs nothing. */
@Command(name = "validate", description = "Checks files as `up` would, and runs nothing.")
final class ValidateCommand implements Callable<Integer> {

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before call.
  private CommandSpec spec;

  @Mixin private final FilesOption files = new FilesOption();

  @Option(
      names = "--cluster",
      description = "Checks files as an API server would: what only pods can have is no problem.")
  private boolean cluster;

  @Override
  public Integer call() {
    var reader = cluster ? ManifestReader.forCluster() : new ManifestReader();
    var manifest = reader.read(files.files());
    var out = spec.commandLine().getOut();
    manifest.problems().forEach(out::println);
    manifest.notices().forEach(notice -> out.println("notice: " + notice));
    manifest.documents().forEach(app -> out.println(app.file() + ": " + name(app) + " is valid"));
    return manifest.isValid() ? 0 : 1;
  }

  private static String name(SourcedApp app) {
    return app.app().getMetadata().getName();
  }
}
