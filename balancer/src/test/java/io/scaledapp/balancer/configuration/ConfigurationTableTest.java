package io.scaledapp.balancer.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.scaledapp.balancer.BalancerOptions;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

class ConfigurationTableTest {

  @Test
  void fieldHasItsTypeRangeDefaultAndMeaning() {
    assertThat(ConfigurationTable.markdown().lines())
        .contains(
            "| `listeners[].port` | integer 1–65535 | required | Its TCP port. |",
            "| `listeners[].tls.maxHandshakes` | integer 1–100000 | `1000` | Unfinished handshakes"
                + " at once; for one more the oldest is given up. |")
        .anyMatch(
            line -> line.startsWith("| `listeners[].tls.handshakeTimeout` | duration | `10s` |"));
  }

  /** They stand in words, since flags may say the same. */
  @Test
  void defaultsInWordsAreTheOptionsDefaults() {
    var defaults = BalancerOptions.DEFAULT;
    var table = ConfigurationTable.markdown();
    assertThat(table)
        .contains("one more gets 503. Default: " + defaults.maxConnections() + ".")
        .contains("gets 414. Default: " + defaults.headLimits().startLine() + ".")
        .contains("431. Default: " + defaults.headLimits().head() + ".")
        .contains("get 431. Default: " + defaults.headLimits().fields() + ".")
        .contains("after it 408. Default: " + Durations.text(defaults.headTimeout()) + ".")
        .contains("Default: 75s.");
    assertThat(defaults.idleTimeout()).hasSeconds(75);
  }

  @Test
  void readmeHoldsTheTable() throws IOException {
    assumeThat(ConfigurationTable.README).exists();

    assertThat(Files.readString(ConfigurationTable.README))
        .as(
            "between %s and %s; run: %s",
            ConfigurationTable.BEGIN, ConfigurationTable.END, ConfigurationTable.COMMAND)
        .contains(
            ConfigurationTable.BEGIN + ConfigurationTable.markdown() + ConfigurationTable.END);
  }
}
