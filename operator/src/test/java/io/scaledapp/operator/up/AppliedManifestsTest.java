package io.scaledapp.operator.up;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scaledapp.operator.admin.FakeApps;
import io.scaledapp.operator.admin.InvalidManifestException;
import io.scaledapp.operator.manifest.ManifestReader;
import org.junit.jupiter.api.Test;

class AppliedManifestsTest {

  private final FakeApps apps = new FakeApps();
  private final AppliedManifests manifests = new AppliedManifests(new ManifestReader(), apps);

  @Test
  void validOneIsReadWithItsDefaults() {
    var app = manifests.read(app("a", "a.localhost"));
    assertThat(app.getMetadata().getName()).isEqualTo("a");
    assertThat(app.getSpec().routing())
        .isNotNull()
        .satisfies(routing -> assertThat(routing.hosts()).containsExactly("a.localhost"))
        .satisfies(routing -> assertThat(routing.drainTimeout()).isEqualTo("30s"));
  }

  @Test
  void invalidOneIsRefusedWithItsField() {
    assertThatThrownBy(() -> manifests.read(app("a", "a.localhost").replace("port: 1", "port: x")))
        .isInstanceOf(InvalidManifestException.class)
        .hasMessageContaining("request:6: spec.endpoints[0].port");
  }

  @Test
  void oneAtATime() {
    var two = app("a", "a.localhost") + "---\n" + app("b", "b.localhost");
    assertThatThrownBy(() -> manifests.read(two)).hasMessageContaining("one ScaledApp");
  }

  @Test
  void folderIsAskedFor() {
    assertThatThrownBy(() -> manifests.read(app("a", "a.localhost").replace("/tmp", "tmp")))
        .isInstanceOf(InvalidManifestException.class)
        .hasMessageContaining("scaledapp.io/folder");
  }

  @Test
  void hostOfARunningAppIsTaken() {
    apps.apply(manifests.read(app("a", "a.localhost")));
    assertThatThrownBy(() -> manifests.read(app("b", "a.localhost")))
        .isInstanceOf(InvalidManifestException.class)
        .hasMessageContaining("a.localhost")
        .hasMessageContaining("taken by a");
  }

  @Test
  void changedAppDoesNotClashWithItself() {
    apps.apply(manifests.read(app("a", "a.localhost")));
    assertThat(manifests.read(app("a", "a.localhost").replace("port: 1", "port: 2"))).isNotNull();
  }

  private static String app(String name, String host) {
    return """
        apiVersion: scaledapp.io/v1alpha1
        kind: ScaledApp
        metadata: {name: %s, annotations: {scaledapp.io/folder: /tmp}}
        spec:
          routing: {hosts: [%s]}
          endpoints: [{address: 127.0.0.1, port: 1}]
        """
        .formatted(name, host);
  }
}
