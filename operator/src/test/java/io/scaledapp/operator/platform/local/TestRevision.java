package io.scaledapp.operator.platform.local;

import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.scaledapp.crds.v1alpha1.Local;
import io.scaledapp.crds.v1alpha1.LocalBuild;
import io.scaledapp.crds.v1alpha1.Rollout;
import io.scaledapp.crds.v1alpha1.RolloutJob;
import io.scaledapp.crds.v1alpha1.ScaledApp;
import io.scaledapp.crds.v1alpha1.ScaledAppSpec;
import io.scaledapp.crds.v1alpha1.ScheduledJob;
import io.scaledapp.operator.app.Revision;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Revisions of an app for tests. */
final class TestRevision {
  static final String APP = "default/shop";
  static final int PORT = 8080;

  private TestRevision() {}

  /** Of a container with this command. */
  static Revision of(Path folder, List<String> command) {
    return of(folder, command, container -> container, null);
  }

  /** Of a container that runs a shell script, whose dollar signs are the shell's. */
  static Revision shell(Path folder, String script) {
    return of(folder, List.of("sh", "-c", script.replace("$", "$$")));
  }

  /** Of a container with this command and what {@code more} adds. */
  static Revision of(
      Path folder,
      List<String> command,
      UnaryOperator<ContainerBuilder> more,
      @Nullable LocalBuild build) {
    var container =
        more.apply(
            new ContainerBuilder()
                .withName("web")
                .withCommand(command)
                .addNewPort()
                .withName("http")
                .withContainerPort(PORT)
                .endPort());
    var template =
        new PodTemplateSpecBuilder()
            .withNewSpec()
            .withTerminationGracePeriodSeconds(3L)
            .withContainers(container.build())
            .endSpec()
            .build();
    var app = new ScaledApp();
    app.setMetadata(
        new ObjectMetaBuilder()
            .withName("shop")
            .withNamespace("default")
            .addToAnnotations("scaledapp.io/folder", folder.toString())
            .build());
    app.setSpec(
        new ScaledAppSpec(
            template,
            null,
            null,
            PORT,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            new Local(build, null)));
    return new Revision(APP, 1, "", app);
  }

  /** The same with a job before it and scheduled ones. */
  static Revision with(Revision revision, @Nullable RolloutJob before, List<ScheduledJob> jobs) {
    var spec = revision.source().getSpec();
    var app = new ScaledApp();
    app.setMetadata(revision.source().getMetadata());
    app.setSpec(
        new ScaledAppSpec(
            spec.template(),
            null,
            null,
            PORT,
            null,
            null,
            null,
            null,
            before == null ? null : new Rollout(before),
            jobs,
            null,
            null,
            spec.local()));
    return new Revision(APP, revision.number(), "", app);
  }
}
