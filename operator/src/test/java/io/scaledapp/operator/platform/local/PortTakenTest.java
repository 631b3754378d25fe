package io.scaledapp.operator.platform.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PortTakenTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Error: listen EADDRINUSE: address already in use :::13000",
        "12:30:59 listen tcp 127.0.0.1:13000: bind: address already in use",
        "Web server failed to start. Port 13000 was already in use.",
        "Port 13000 is in use by another program.",
        "[Errno 98] error while attempting to bind on address ('0.0.0.0', 13000): address already"
            + " in use",
        "Connection in use: ('127.0.0.1', 13000)",
      })
  void portIsReadFromTheWordsOfCommonServers(String line) {
    var lines = List.of("hello", line);

    assertThat(PortTaken.read(lines, 13000, port -> true).own()).isTrue();
    assertThat(PortTaken.read(lines, 22447, port -> port == 13000))
        .isEqualTo(new PortTaken(false, OptionalInt.of(13000)));
  }

  @Test
  void portIsReadFromThePropertiesThatNodePrintsLast() {
    var lines = List.of("code: 'EADDRINUSE',", "errno: -98,", "address: '::',", "port: 13000", "}");

    assertThat(PortTaken.read(lines, 13000, port -> true).own()).isTrue();
  }

  @Test
  void numberOfAPortThatIsFreeIsNotBlamed() {
    var lines = List.of("address already in use :::13000");

    assertThat(PortTaken.read(lines, 22447, port -> false))
        .isEqualTo(new PortTaken(false, OptionalInt.empty()));
  }

  @Test
  void portsOfOtherFailuresMeanNothing() {
    var lines = List.of("connect ECONNREFUSED 127.0.0.1:5432", "port: 5432");

    assertThat(PortTaken.read(lines, 5432, port -> true))
        .isEqualTo(new PortTaken(false, OptionalInt.empty()));
  }
}
