package io.scaledapp.operator.platform.local.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProcessKeyTest {

  @Test
  void keyComesBackFromItsText() {
    var key = ProcessKey.of(ProcessHandle.current().pid()).orElseThrow();

    assertThat(ProcessKey.parse(key.toString())).contains(key);
    assertThat(key.isAlive()).isTrue();
  }

  @Test
  void samePidWithAnotherStartIsAnotherProcess() {
    var key = new ProcessKey(ProcessHandle.current().pid(), "another-boot:1");

    assertThat(key.isAlive()).isFalse();
    assertThat(key.handle()).isEmpty();
  }

  @Test
  void endedProcessHasNoKey() throws Exception {
    var process = new ProcessBuilder("true").start();
    var pid = process.pid();
    process.waitFor();

    assertThat(ProcessKey.of(pid)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "12", "12 ", "x y", "12 a b", "-1 a", "99999999999999999999 a"})
  void damagedTextIsNoKey(String text) {
    assertThat(ProcessKey.parse(text)).isEmpty();
  }
}
