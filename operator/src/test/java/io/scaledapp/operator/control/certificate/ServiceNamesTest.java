package io.scaledapp.operator.control.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceNamesTest {

  @ParameterizedTest
  @ValueSource(strings = {"control.scaledapp.svc", "control.scaledapp.svc.cluster.local"})
  void serviceHasEveryFormOfItsName(String host) {
    assertThat(ServiceNames.of(host))
        .containsExactly(
            "control",
            "control.scaledapp",
            "control.scaledapp.svc",
            "control.scaledapp.svc.cluster.local");
  }

  @Test
  void nameInAnotherDomainStandsForItself() {
    assertThat(ServiceNames.of("operators.example.com")).containsExactly("operators.example.com");
    assertThat(ServiceNames.of("a.b.svc.example.com")).containsExactly("a.b.svc.example.com");
  }
}
