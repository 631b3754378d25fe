package io.scaledapp.operator.platform.kubernetes.pod;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.Pod;
import io.scaledapp.operator.app.Replica;
import io.scaledapp.operator.platform.kubernetes.cluster.Labels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every file is a test of its name: a pod, and in its first line what the engine is to see. */
class PodReplicaTest {

  private static final Path PODS = Path.of("src/test/resources/kubernetes/pods");
  private static final Instant CREATED = Instant.parse("2026-01-01T10:00:00Z");

  @TestFactory
  Stream<DynamicTest> everyPodIsSeenAsItsFileSays() throws IOException {
    try (var files = Files.list(PODS)) {
      var all = files.sorted().toList();
      assertThat(all).hasSizeGreaterThan(10);
      return all.stream()
          .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> verify(file)));
    }
  }

  private static void verify(Path file) throws IOException {
    var text = Files.readString(file);
    var pod = new YAMLMapper().readValue(text, Pod.class);
    var seen = PodReplica.of(pod, Labels.revision(pod));
    assertThat(seen.map(PodReplicaTest::words).orElse("gone"))
        .isEqualTo(text.lines().findFirst().orElseThrow().substring(2));
    seen.ifPresent(PodReplicaTest::isThePod);
  }

  private static void isThePod(Replica replica) {
    assertThat(replica.id()).isEqualTo("shops/shop-r4-x7k2p");
    assertThat(replica.app()).isEqualTo("shops/shop");
    assertThat(replica.revision()).isEqualTo(4);
    assertThat(replica.name()).isEqualTo("shop-r4-x7k2p");
  }

  private static String words(Replica replica) {
    return replica.phase()
        + (replica.host() == null ? "" : " at " + replica.host() + ":" + replica.port())
        + (replica.zone() == null ? "" : " in " + replica.zone())
        + (replica.startedAt().equals(CREATED) ? "" : " since " + replica.startedAt())
        + (replica.readyAt() == null ? "" : ", ready at " + replica.readyAt())
        + (replica.restarts() == 0 ? "" : ", " + replica.restarts() + " restarts")
        + (replica.message() == null ? "" : ": " + replica.message());
  }
}
