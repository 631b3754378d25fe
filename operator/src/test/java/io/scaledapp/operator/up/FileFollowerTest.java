package io.scaledapp.operator.up;

import static org.assertj.core.api.Assertions.assertThat;

import io.scaledapp.balancer.program.FollowedFile;
import io.scaledapp.operator.admin.FakeApps;
import io.scaledapp.operator.admin.Samples;
import io.scaledapp.operator.manifest.Manifest;
import io.scaledapp.operator.manifest.ManifestReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileFollowerTest {

  private static final ManifestReader READER = new ManifestReader();

  private static final String DOCUMENT =
      """
      apiVersion: scaledapp.io/v1alpha1
      kind: ScaledApp
      metadata: {name: %s}
      spec:
        routing: {hosts: [%s.localhost]}
        endpoints: [{address: 127.0.0.1, port: %s}]
      """;

  private final FakeApps apps = new FakeApps();
  private final List<String> told = new ArrayList<>();
  private Path first;
  private Path second;
  private FileFollower follower;

  @BeforeEach
  void follow(@TempDir Path folder) throws IOException {
    first = Files.writeString(folder.resolve("first.yaml"), apps("a 1", "b 1"));
    second = Files.writeString(folder.resolve("second.yaml"), apps("c 1"));
    var inForce = new LinkedHashMap<FollowedFile, Manifest>();
    for (var file : List.of(first, second)) {
      var followed = new FollowedFile(file);
      var manifest = READER.read(file);
      assertThat(manifest.problems()).isEmpty();
      inForce.put(followed, manifest);
    }
    follower = new FileFollower(inForce, READER, apps, told::add);
  }

  @Test
  void nothingIsDoneWhileNothingChanges() throws IOException {
    look();
    assertThat(apps.calls()).isEmpty();
  }

  @Test
  void onlyTheAppThatDiffersIsApplied() throws IOException {
    Files.writeString(first, apps("a 1", "b 22"));
    look();
    assertThat(apps.calls()).containsExactly("apply b");
  }

  @Test
  void contentThatIsWrittenAgainAsItWasChangesNothing() throws IOException {
    Files.delete(first);
    Files.writeString(first, apps("a 1", "b 1"));
    look();
    assertThat(apps.calls()).isEmpty();
  }

  @Test
  void fileRenamedOverByAnEditorIsTakenUp() throws IOException {
    var draft = Files.writeString(first.resolveSibling(".first.yaml.swp"), apps("a 2", "b 1"));
    // The same size and time as before, as an editor on a coarse clock may leave it.
    Files.setLastModifiedTime(draft, Files.getLastModifiedTime(first));
    Files.move(draft, first, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    look();
    assertThat(apps.calls()).containsExactly("apply a");
  }

  @Test
  void changedLinkIsTakenUp() throws IOException {
    var target = Files.move(first, first.resolveSibling("v1"));
    Files.createSymbolicLink(first, target);
    look();
    Files.delete(first);
    Files.createSymbolicLink(
        first, Files.writeString(first.resolveSibling("v2"), apps("a 3", "b 1")));
    look();
    assertThat(apps.calls()).containsExactly("apply a");
  }

  @Test
  void fileThatStillGrowsIsNotTakenUp() throws IOException {
    Files.writeString(first, "bad\n");
    follower.look();
    Files.writeString(first, apps("a 1", "b 333"));
    follower.look();
    assertThat(apps.calls()).isEmpty();
    follower.look();
    assertThat(apps.calls()).containsExactly("apply b");
  }

  @Test
  void invalidContentLeavesTheLastGoodInForceUntilItIsMended() throws IOException {
    Files.writeString(first, apps("a 1", "b many"));
    look();
    assertThat(apps.calls()).hasSize(2);
    assertThat(apps.calls().getFirst()).startsWith("reject a: " + first + ":13: spec.endpoints");
    assertThat(apps.calls().getLast()).startsWith("reject b: " + first + ":13: spec.endpoints");
    assertThat(told.getFirst()).startsWith(first + ":13: spec.endpoints");

    Files.writeString(first, apps("a 1", "b 1"));
    look();
    assertThat(apps.calls()).endsWith("apply a", "apply b").hasSize(4);
  }

  @Test
  void fileThatVanishesIsAProblemAndNotADeletion() throws IOException {
    Files.delete(first);
    look();
    assertThat(apps.calls())
        .containsExactly(
            "reject a: " + first + ": there is no such file",
            "reject b: " + first + ": there is no such file");
  }

  @Test
  void appThatIsNoLongerInTheFileIsDeleted() throws IOException {
    apps.apply(Samples.app("b"));
    Files.writeString(first, apps("a 1"));
    look();
    assertThat(apps.calls()).containsExactly("apply b", "delete b");
  }

  @Test
  void clashWithAnotherFileIsRejected() throws IOException {
    Files.writeString(second, apps("c 1", "a 1"));
    look();
    assertThat(apps.calls()).hasSize(1);
    assertThat(apps.calls().getFirst()).startsWith("reject c: ").contains("is taken");
  }

  @Test
  void appThatMovesToAnotherFileFirstWrittenThereIsKept() throws IOException {
    Files.writeString(second, apps("c 1", "b 1"));
    look();
    assertThat(apps.calls()).hasSize(1).first().asString().startsWith("reject c: ");
    Files.writeString(first, apps("a 1"));
    look();
    // Only the rejection is cleared: b is where it was, and no replica of it goes.
    assertThat(apps.calls()).hasSize(2).endsWith("apply c");
  }

  @Test
  void appThatMovesBetweenFilesWrittenAtOnceIsKept() throws IOException {
    Files.writeString(first, apps("a 1", "c 1"));
    Files.writeString(second, apps("b 1"));
    look();
    assertThat(apps.calls()).isEmpty();
    assertThat(told).isEmpty();
  }

  @Test
  void clashThatAnotherFileMendsIsTakenUp() throws IOException {
    Files.writeString(second, apps("c 1", "a 7"));
    look();
    Files.writeString(first, apps("b 1"));
    look();
    assertThat(apps.calls().subList(1, apps.calls().size())).containsExactly("apply c", "apply a");
  }

  @Test
  void permissionsThatAreMendedMakeTheFileBeReadAgain() throws IOException {
    var file = new FollowedFile(first);
    assertThat(file.hasChanged()).isFalse();
    Files.setPosixFilePermissions(first, PosixFilePermissions.fromString("rw-r-----"));
    assertThat(Stream.generate(file::hasChanged).limit(2)).contains(true);
  }

  @Test
  void failureOfTheAppsIsTold() throws IOException {
    apps.failWith("too many apps");
    Files.writeString(second, apps("c 99"));
    look();
    assertThat(told).containsExactly("c: too many apps");
  }

  /** Twice, since a content must be seen twice to be taken for whole. */
  private void look() {
    follower.look();
    follower.look();
  }

  /** A file's text; each app is a name and its port. */
  private static String apps(String... appsAndPorts) {
    return Stream.of(appsAndPorts)
        .map(text -> text.split(" "))
        .map(words -> DOCUMENT.formatted(words[0], words[0], words[1]))
        .collect(Collectors.joining("---\n"));
  }
}
