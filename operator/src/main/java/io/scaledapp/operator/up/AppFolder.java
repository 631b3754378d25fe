package io.scaledapp.operator.up;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.scaledapp.crds.v1alpha1.ScaledApp;
import io.scaledapp.operator.manifest.SourcedApp;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

/** The folder that an app's commands run in, which is its file's; an annotation carries it. */
public final class AppFolder {

  private static final String ANNOTATION = "scaledapp.io/folder";

  private AppFolder() {}

  /** The app, told where its file lies. */
  public static ScaledApp mark(SourcedApp source) {
    var folder = Objects.requireNonNull(Path.of(source.file()).toAbsolutePath().getParent());
    var app = new ScaledApp();
    app.setMetadata(
        new ObjectMetaBuilder(source.app().getMetadata())
            .addToAnnotations(ANNOTATION, folder.normalize().toString())
            .build());
    app.setSpec(source.app().getSpec());
    return app;
  }

  /** Whether the app says where it runs. */
  static boolean isMarked(ScaledApp app) {
    Map<String, String> annotations = app.getMetadata().getAnnotations();
    var folder = annotations == null ? null : annotations.get(ANNOTATION);
    return folder != null && Path.of(folder).isAbsolute();
  }
}
