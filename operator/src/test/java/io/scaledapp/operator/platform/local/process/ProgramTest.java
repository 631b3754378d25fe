package io.scaledapp.operator.platform.local.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramTest {
  private static final String FIELD = "containers[0].command";
  private final Path folder;

  ProgramTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void nameWithoutSlashIsFoundAlongPath() throws Exception {
    var program = file("bin/tool", true);

    assertThat(find("tool", "/nowhere:" + folder.resolve("bin"))).isEqualTo(program);
  }

  @Test
  void relativeEntryOfPathMeansTheWorkingFolder() throws Exception {
    var program = file("node_modules/.bin/tool", true);

    assertThat(find("tool", "node_modules/.bin")).isEqualTo(program);
  }

  @Test
  void nameWithSlashIsRelativeToTheWorkingFolder() throws Exception {
    var program = file("bin/tool", true);

    assertThat(find("bin/tool", "")).isEqualTo(program);
  }

  @Test
  void notExecutableFileIsPassedOverForAnExecutableOneLaterInPath() throws Exception {
    file("first/tool", false);
    var program = file("second/tool", true);

    assertThat(find("tool", "first:second")).isEqualTo(program);
  }

  @Test
  void missingProgramIsToldWithItsFieldAndThePath() {
    assertThatThrownBy(() -> find("nod", "/a:/b"))
        .isInstanceOf(StartException.class)
        .hasMessage(
            "containers[0].command: \"nod\" is not found in PATH (/a:/b); install it, or write its"
                + " path");
  }

  @Test
  void missingFileIsToldWithItsFieldAndPath() {
    assertThatThrownBy(() -> find("./run.sh", ""))
        .isInstanceOf(StartException.class)
        .hasMessageContaining(FIELD)
        .hasMessageContaining("there is no file " + folder.resolve("./run.sh"));
  }

  @Test
  void notExecutableFileIsToldWithTheMend() throws Exception {
    file("run.sh", false);

    assertThatThrownBy(() -> find("./run.sh", ""))
        .isInstanceOf(StartException.class)
        .hasMessageContaining("run.sh is not executable; run chmod +x on it");
    assertThatThrownBy(() -> find("run.sh", "."))
        .isInstanceOf(StartException.class)
        .hasMessageContaining("run.sh is not executable; run chmod +x on it");
  }

  @Test
  void folderIsNoProgram() throws Exception {
    Files.createDirectory(folder.resolve("bin"));

    assertThatThrownBy(() -> find("./bin", ""))
        .isInstanceOf(StartException.class)
        .hasMessageContaining("is a folder, not a program");
  }

  private Path find(String name, String path) throws StartException {
    return Program.find(name, folder, Map.of("PATH", path), FIELD);
  }

  private Path file(String name, boolean executable) throws IOException {
    var file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/bin/sh\n");
    assertThat(file.toFile().setExecutable(executable)).isTrue();
    return file;
  }
}
