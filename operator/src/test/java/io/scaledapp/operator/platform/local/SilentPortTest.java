package io.scaledapp.operator.platform.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.scaledapp.operator.platform.local.process.ListeningSocket;
import java.util.List;
import org.junit.jupiter.api.Test;

class SilentPortTest {

  @Test
  void otherPortsAreNamedOnce() {
    var sockets =
        List.of(new ListeningSocket("0.0.0.0", 13000), new ListeningSocket("[::]", 13000));

    assertThat(SilentPort.explain(22447, sockets))
        .isEqualTo(
            "runs, but nothing listens on 127.0.0.1:22447 (its PORT); it listens on 13000: does it"
                + " read PORT?");
  }

  @Test
  void otherAddressOfTheRightPortIsNamed() {
    assertThat(SilentPort.explain(22447, List.of(new ListeningSocket("[::1]", 22447))))
        .endsWith("; it listens on [::1]:22447: have it listen on 127.0.0.1");
  }
}
