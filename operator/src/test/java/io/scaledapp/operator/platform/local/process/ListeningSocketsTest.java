package io.scaledapp.operator.platform.local.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class ListeningSocketsTest {

  @Test
  @EnabledOnOs(OS.LINUX)
  void ownSocketIsFoundAndAClosedOneIsNot() throws IOException {
    int port;
    try (var socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      port = socket.getLocalPort();
      assertThat(ListeningSockets.of(List.of(ProcessHandle.current().pid())))
          .extracting(ListeningSocket::port)
          .contains(port);
    }
    assertThat(ListeningSockets.of(List.of(ProcessHandle.current().pid())))
        .extracting(ListeningSocket::port)
        .doesNotContain(port);
  }

  @Test
  void processThatIsNotThereListensNowhere() {
    assertThat(ListeningSockets.of(List.of(-1L))).isEmpty();
  }
}
