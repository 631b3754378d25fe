package io.scaledapp.e2e.apps;

import static org.assertj.core.api.Assertions.assertThat;

import io.scaledapp.e2e.Await;
import io.scaledapp.e2e.cluster.Cluster;
import io.scaledapp.e2e.cluster.Installation;
import io.scaledapp.e2e.cluster.OnCluster;
import io.scaledapp.e2e.cluster.TestNamespace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What others change of the objects around an app is put back; what is theirs is left alone. */
@OnCluster
class DriftIT {

  private static final Duration LIMIT = Duration.ofSeconds(30);

  private static Cluster cluster;
  private static ClusterApp app;

  @BeforeAll
  static void createApp(Installation installation, TestNamespace namespace) {
    cluster = installation.cluster();
    app = ClusterApp.hello(installation, namespace, "").awaitReady(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          service/hello                 | /spec/ports/0/targetPort       | 8081
          service/hello                 | /metadata/labels/scaledapp.io~1app | "other"
          endpointslice/hello-scaledapp | /endpoints                     | []
          endpointslice/hello-scaledapp | /ports/0/port                  | 8081
          poddisruptionbudget/hello     | /spec/maxUnavailable           | 3
          replicaset/hello-r1           | /spec/replicas                 | 3
          replicaset/hello-r1           | /metadata/labels/scaledapp.io~1app | "other"
          """)
  void editIsPutBack(String object, String path, String value) {
    var before = get(object, path);
    assertThat(before).isNotEqualTo(value);

    patch(object, "[{\"op\":\"replace\",\"path\":\"%s\",\"value\":%s}]".formatted(path, value));

    Await.until(path + " of " + object, LIMIT, () -> get(object, path), before::equals);
    app.awaitReady(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "service/hello",
        "endpointslice/hello-scaledapp",
        "poddisruptionbudget/hello",
        "replicaset/hello-r1"
      })
  void deletedObjectIsMadeAgain(String object) throws Exception {
    var before = get(object, "/metadata/uid");

    kubectl("delete", object, "--wait=false");

    Await.until(
        object + " is back",
        LIMIT,
        () -> get(object, "/metadata/uid"),
        uid -> !uid.isEmpty() && !uid.equals(before));
    app.awaitReady(1);
    assertThat(app.get("/").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "service/hello, /spec/ports/0/targetPort",
    "endpointslice/hello-scaledapp, /ports/0/port",
    "poddisruptionbudget/hello, /spec/maxUnavailable",
    "replicaset/hello-r1, /spec/replicas"
  })
  void foreignAnnotationIsLeftAlone(String object, String path) {
    var before = get(object, path);
    kubectl("annotate", object, "example.com/team=shop");

    // Putting this back is a write, which must not take the annotation away.
    patch(object, "[{\"op\":\"replace\",\"path\":\"%s\",\"value\":2}]".formatted(path));

    Await.until(path + " is back", LIMIT, () -> get(object, path), before::equals);
    assertThat(get(object, "/metadata/annotations/example.com~1team")).isEqualTo("\"shop\"");
  }

  /** A field as JSON; empty where there is none. */
  private static String get(String object, String path) {
    var json =
        cluster.tryKubectl(
            "get", object, "--namespace=" + app.namespace(), "--output=json", "--ignore-not-found");
    if (json.exitCode() != 0 || json.output().isBlank()) {
      return "";
    }
    return AppFile.field(json.output(), path);
  }

  private static void patch(String object, String patch) {
    kubectl("patch", object, "--type=json", "--patch=" + patch);
  }

  private static void kubectl(String verb, String object, String... options) {
    var arguments = new ArrayList<>(List.of(verb, object));
    arguments.add("--namespace=" + app.namespace());
    arguments.addAll(List.of(options));
    var unused = cluster.kubectl(arguments.toArray(String[]::new));
  }
}
