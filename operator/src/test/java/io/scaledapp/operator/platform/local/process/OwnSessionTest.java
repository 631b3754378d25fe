package io.scaledapp.operator.platform.local.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OwnSessionTest {

  @Test
  void thisMachineHasSuchAProgram() {
    assertThat(OwnSession.command()).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("ways")
  void startedProcessLeadsItsSessionUnderItsPid(List<String> way) throws Exception {
    var command = new ArrayList<>(way);
    command.addAll(List.of("/bin/sh", "-c", "echo $$; ps -o sid= -p $$; echo \"$1\"", "sh", "a b"));
    var process = new ProcessBuilder(command).start();
    process.getOutputStream().close();

    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    var pid = String.valueOf(process.pid());
    assertThat(output.lines().map(String::strip)).containsExactly(pid, pid, "a b");
    assertThat(process.waitFor()).isZero();
  }

  @ParameterizedTest
  @MethodSource("ways")
  void programThatCannotRunIsAFailure(List<String> way) throws Exception {
    var command = new ArrayList<>(way);
    command.add("/nowhere/program");

    assertThat(new ProcessBuilder(command).start().waitFor()).isNotZero();
  }

  static Stream<List<String>> ways() {
    return OwnSession.available();
  }
}
