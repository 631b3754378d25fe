package io.scaledapp.operator.cli;

import io.scaledapp.operator.manifest.ManifestReader;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Checks files and runs nothing. */
@Command(name = "validate", description = "Checks files as `up` would, and runs nothing.")
final class ValidateCommand implements Callable<Integer> {

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before call.
  private CommandSpec spec;

  @Mixin private final FilesOption files = new FilesOption();

  @Override
  public Integer call() {
    var manifest = new ManifestReader().read(files.files());
    var out = spec.commandLine().getOut();
    manifest.problems().forEach(out::println);
    manifest.notices().forEach(notice -> out.println("notice: " + notice));
    manifest.documents().forEach(app -> out.println(app.file() + ": " + name(app) + " is valid"));
    return manifest.isValid() ? 0 : 1;
  }

  private static String name(io.scaledapp.operator.manifest.SourcedApp app) {
    return app.app().getMetadata().getName();
  }
}
