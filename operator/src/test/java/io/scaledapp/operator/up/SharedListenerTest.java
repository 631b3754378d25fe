package io.scaledapp.operator.up;

import static org.assertj.core.api.Assertions.assertThat;

import io.scaledapp.balancer.ListenerOptions;
import io.scaledapp.balancer.proxyprotocol.ProxyProtocolOptions;
import io.scaledapp.balancer.tls.TlsOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SharedListenerTest {
  private static final ListenerOptions PLAIN = ListenerOptions.plain("http", "127.0.0.1", 80);
  private static final ListenerOptions OWN =
      ListenerOptions.plain("mail", "127.0.0.1", 25).withApp("default/mail");
  private static final ListenerOptions PROXIED =
      ListenerOptions.plain("proxied", "127.0.0.1", 81)
          .withProxyProtocol(new ProxyProtocolOptions(List.of("127.0.0.1"), Duration.ofSeconds(1)));

  @Test
  void firstThatPeopleCanUseIsShown() {
    var later = ListenerOptions.plain("later", "127.0.0.1", 82);
    assertThat(SharedListener.of(List.of(OWN, PROXIED, PLAIN, later))).isEqualTo(PLAIN);
    assertThat(SharedListener.of(List.of(OWN, PROXIED))).isEqualTo(PROXIED);
    assertThat(SharedListener.of(List.of(OWN))).isEqualTo(OWN);
  }

  @Test
  void addressIsOneThatCanBeTyped() {
    var secure = ListenerOptions.secure("https", "0.0.0.0", 0, TlsOptions.of(Path.of("shop")));
    assertThat(SharedListener.url(secure, 8443)).hasToString("https://localhost:8443");
    var sixth = ListenerOptions.plain("http", "::1", 0);
    assertThat(SharedListener.url(sixth, 8080)).hasToString("http://[::1]:8080");
    assertThat(SharedListener.url(PLAIN, 80)).hasToString("http://127.0.0.1:80");
  }
}
