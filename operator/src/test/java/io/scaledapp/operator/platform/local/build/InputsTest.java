package io.scaledapp.operator.platform.local.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InputsTest {
  private final Path folder;

  InputsTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    for (var file :
        List.of(
            "Main.java",
            "pom.xml",
            "src/App.java",
            "src/main/Deep.java",
            "src/main/page.html",
            "src/node_modules/dep/index.js",
            "node_modules/dep/index.js",
            ".git/config")) {
      var path = folder.resolve(file);
      Files.createDirectories(path.getParent());
      Files.createFile(path);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "pom.xml, pom.xml",
    "*.xml, pom.xml",
    "{pom.xml;*.java}, Main.java pom.xml",
    "src/*, src/App.java",
    "src/**, src/App.java src/main/Deep.java src/main/page.html",
    "src, src/App.java src/main/Deep.java src/main/page.html",
    "src/, src/App.java src/main/Deep.java src/main/page.html",
    "**/*.java, Main.java src/App.java src/main/Deep.java",
    "src/**/*.java, src/App.java src/main/Deep.java",
    "node_modules/**, node_modules/dep/index.js",
    "missing/**, ''",
    "absent.txt, ''"
  })
  void globNamesFiles(String glob, String expected) throws Exception {
    assertThat(Inputs.find(folder, glob.replace(';', ',')))
        .map(Path::toString)
        .containsExactly(expected.isEmpty() ? new String[0] : expected.split(" "));
  }
}
