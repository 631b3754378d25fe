package io.scaledapp.operator.platform.kubernetes.template;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** Names that no two jobs share, though what they are made of is longer than a name may be. */
final class JobName {

  private static final int DIGEST_BYTES = 3;

  private JobName() {}

  /**
   * Begins with the name of the app, ends with a digest.
   *
   * @param most characters of the name
   * @param suffix what comes after the app's name, before the digest
   * @param identity what tells this job from all others of the namespace
   */
  static String of(String app, String suffix, int most, List<String> identity) {
    var end = suffix + "-" + digest(String.join("\0", identity), DIGEST_BYTES);
    var begin = app.substring(0, Math.min(app.length(), Math.max(1, most - end.length())));
    return begin + end;
  }

  /** So many bytes in hexadecimal digits, equal for equal texts. */
  static String digest(String text, int bytes) {
    try {
      var sha = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(sha, 0, bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
