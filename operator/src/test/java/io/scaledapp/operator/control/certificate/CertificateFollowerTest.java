package io.scaledapp.operator.control.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import io.scaledapp.operator.control.ServingCertificate;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CertificateFollowerTest {
  private static final ServingCertificate FIRST = new ServingCertificate("first", "key");
  private static final ServingCertificate SECOND = new ServingCertificate("second", "key");

  private final List<ServingCertificate> used = new ArrayList<>();
  private @Nullable IOException failure;
  private ServingCertificate there = FIRST;
  private boolean refuses;

  private final CertificateFollower follower =
      new CertificateFollower(this::read, FIRST, this::use);

  @AfterEach
  void close() {
    follower.close();
  }

  @Test
  void certificateInUseIsNotHandedOverAgain() {
    follower.look();

    assertThat(used).isEmpty();
  }

  @Test
  void anotherCertificateIsHandedOverOnce() {
    there = SECOND;
    follower.look();
    follower.look();

    assertThat(used).containsExactly(SECOND);
  }

  @Test
  void silentSourceChangesNothingAndIsAskedAgain() {
    failure = new IOException("no API server");
    follower.look();
    assertThat(used).isEmpty();

    failure = null;
    there = SECOND;
    follower.look();
    assertThat(used).containsExactly(SECOND);
  }

  @Test
  void certificateThatCouldNotBeUsedIsOfferedAgain() {
    there = SECOND;
    refuses = true;
    follower.look();
    refuses = false;
    follower.look();

    assertThat(used).containsExactly(SECOND);
  }

  private ServingCertificate read() throws IOException {
    if (failure != null) {
      throw failure;
    }
    return there;
  }

  private void use(ServingCertificate certificate) throws IOException {
    if (refuses) {
      throw new IOException("the server is closed");
    }
    used.add(certificate);
  }
}
