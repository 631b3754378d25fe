package io.scaledapp.operator.platform.local.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.HashSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PortsTest {
  private final Path state;

  PortsTest(@TempDir Path state) {
    this.state = state;
  }

  @Test
  void portIsHandedOutOnce() throws Exception {
    try (var ports = Ports.open(state)) {
      var numbers = new HashSet<Integer>();
      for (var i = 0; i < 200; i++) {
        assertThat(numbers.add(ports.reserve().number())).isTrue();
      }
      assertThat(numbers).allMatch(port -> port >= 20_000 && port < 25_000);
    }
  }

  @Test
  void twoAllocationsOfOneStateFolderNeverHandOutTheSame() throws Exception {
    try (var one = Ports.open(state);
        var other = Ports.open(state)) {
      var numbers = new HashSet<Integer>();
      // Together most of the range, so they meet, wherever each of them begins.
      for (var i = 0; i < 2_400; i++) {
        assertThat(numbers.add(one.reserve().number())).isTrue();
        assertThat(numbers.add(other.reserve().number())).isTrue();
      }
    }
  }

  @Test
  void portOnWhichSomebodyListensIsNotFree() throws Exception {
    try (var loopback = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThat(Ports.isFree(loopback.getLocalPort())).isFalse();
    }
  }

  @Test
  void portThatWasGivenBackIsNotTheNextOneToGoOut() throws Exception {
    try (var ports = Ports.open(state)) {
      var first = ports.reserve();
      first.close();

      assertThat(ports.reserve().number()).isNotEqualTo(first.number());
    }
  }
}
