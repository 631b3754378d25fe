package io.scaledapp.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command of the README: two apps on one port, told apart by their host. */
class BothSamplesIT {

  @Test
  void eachHostReachesItsOwnAppAndTheAppSeesTheClient(@TempDir Path folder) throws Exception {
    try (var up = Up.start(folder, Up.EXPRESS, Up.SPRING)) {
      up.awaitReady("express-hello", 1, Duration.ofMinutes(5));
      up.awaitReady("spring-hello", 1, Duration.ofMinutes(5));
      for (var name : new String[] {"express-hello", "spring-hello"}) {
        try (var connection = new HttpConnection(up.port())) {
          var host = name + ".localhost";
          var answer =
              new ObjectMapper().readTree(connection.get(host + ":" + up.port(), "/").body());
          assertThat(answer.at("/app").asText()).isEqualTo(name);
          assertThat(answer.at("/instance").asText()).isEqualTo("0");
          assertThat(answer.at("/ip").asText()).isEqualTo("127.0.0.1");
          assertThat(answer.at("/protocol").asText()).isEqualTo("http");
          assertThat(answer.at("/hostname").asText()).isEqualTo(host);
        }
      }
      try (var connection = new HttpConnection(up.port())) {
        assertThat(connection.get("nobody.localhost", "/").status()).isEqualTo(404);
      }
    }
  }
}
