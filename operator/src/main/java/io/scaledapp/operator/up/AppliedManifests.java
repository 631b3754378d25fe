package io.scaledapp.operator.up;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.scaledapp.crds.v1alpha1.ScaledApp;
import io.scaledapp.operator.admin.InvalidManifestException;
import io.scaledapp.operator.admin.ManifestCheck;
import io.scaledapp.operator.app.Apps;
import io.scaledapp.operator.manifest.Manifest;
import io.scaledapp.operator.manifest.ManifestReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;

/** Checks a ScaledApp that comes through the admin API as one in a file, beside those that run. */
final class AppliedManifests implements ManifestCheck {

  private final ManifestReader reader;
  private final Apps apps;
  private final KubernetesSerialization json =
      new KubernetesSerialization(new ObjectMapper(), false);

  AppliedManifests(ManifestReader reader, Apps apps) {
    this.reader = reader;
    this.apps = apps;
  }

  @Override
  public ScaledApp read(String body) {
    var manifest = reader.read("request", body.getBytes(StandardCharsets.UTF_8));
    refuseInvalid(manifest);
    if (manifest.apps().size() != 1) {
      throw new InvalidManifestException("a request applies one ScaledApp");
    }
    var app = manifest.apps().getFirst();
    if (!AppFolder.isMarked(app)) {
      throw new InvalidManifestException(
          "the annotation scaledapp.io/folder must name the app's folder, absolute");
    }
    refuseClashes(manifest, app.getMetadata().getName());
    return app;
  }

  private void refuseClashes(Manifest fresh, String name) {
    var all = new ArrayList<Manifest>();
    for (var running : apps.list()) {
      if (!running.getMetadata().getName().equals(name)) {
        all.add(reader.read("(running)", source(running)));
      }
    }
    all.add(fresh);
    refuseInvalid(Manifest.join(all));
  }

  private byte[] source(ScaledApp running) {
    var copy = json.clone(running);
    copy.setStatus(null);
    return json.asJson(copy).getBytes(StandardCharsets.UTF_8);
  }

  private static void refuseInvalid(Manifest manifest) {
    if (!manifest.isValid()) {
      throw new InvalidManifestException(manifest.problemsInWords());
    }
  }
}
