package io.scaledapp.operator.cookie;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileCookieSecretTest {
  private final Path folder;

  FileCookieSecretTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void isMadeOnceForItsOwnerAlone() throws IOException {
    var file = folder.resolve("key");

    byte[] made = FileCookieSecret.readOrMake(file);

    assertThat(made).hasSize(CookieKeys.SECRET_BYTES);
    assertThat(FileCookieSecret.readOrMake(file)).isEqualTo(made);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
    assertThat(FileCookieSecret.readOrMake(folder.resolve("other"))).isNotEqualTo(made);
  }

  @Test
  void oneThatIsCutShortIsMadeAnew() throws IOException {
    var file = Files.write(folder.resolve("key"), new byte[] {1, 2, 3});
    assertThat(FileCookieSecret.readOrMake(file)).hasSize(CookieKeys.SECRET_BYTES);
  }

  @Test
  void ofAPrivateKeyIsAlwaysTheSame() throws Exception {
    var generator = KeyPairGenerator.getInstance("EC");
    var one = pem("one", generator.generateKeyPair().getPrivate().getEncoded());
    var other = pem("other", generator.generateKeyPair().getPrivate().getEncoded());

    byte[] secret = FileCookieSecret.ofPrivateKey(one);

    assertThat(CookieKeys.of(secret)).isNotNull();
    assertThat(FileCookieSecret.ofPrivateKey(one)).isEqualTo(secret);
    assertThat(FileCookieSecret.ofPrivateKey(other)).isNotEqualTo(secret);
  }

  private Path pem(String name, byte[] key) throws IOException {
    return Files.write(
        folder.resolve(name),
        List.of(
            "-----BEGIN PRIVATE KEY-----",
            Base64.getMimeEncoder().encodeToString(key),
            "-----END PRIVATE KEY-----"));
  }

  @Test
  void whatIsNoKeyIsToldWithTheFile() throws IOException {
    var file = Files.writeString(folder.resolve("no.key"), "no key");
    assertThatThrownBy(() -> FileCookieSecret.ofPrivateKey(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no.key");
  }
}
