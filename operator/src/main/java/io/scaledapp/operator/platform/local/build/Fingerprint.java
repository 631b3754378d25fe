package io.scaledapp.operator.platform.local.build;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.PatternSyntaxException;

/** A digest of all that a build depends on. */
final class Fingerprint {
  private static final int CHUNK = 64 << 10;

  private Fingerprint() {}

  /**
   * The digest of the command and of the names and contents of the inputs; nothing when there are
   * no inputs to go by, so that a glob that names no file never skips a build.
   *
   * @throws BuildException when a glob is malformed
   */
  static Optional<String> of(BuildSpec spec) throws BuildException, IOException {
    var files = new TreeSet<Path>();
    for (var glob : spec.inputs()) {
      try {
        files.addAll(Inputs.find(spec.folder(), glob));
      } catch (PatternSyntaxException e) {
        throw new BuildException(
            "spec.local.build.inputs: \"%s\" is not a glob: %s".formatted(glob, e.getMessage()), e);
      }
    }
    return files.isEmpty() ? Optional.empty() : Optional.of(digest(spec, files));
  }

  /** The digest of a text, as a file name. */
  static String ofText(String text) {
    var digest = sha256();
    add(digest, text);
    return HexFormat.of().formatHex(digest.digest());
  }

  private static String digest(BuildSpec spec, SortedSet<Path> files) throws IOException {
    var digest = sha256();
    spec.command().forEach(word -> add(digest, word));
    for (var file : files) {
      add(digest, file.toString());
      addContent(digest, spec.folder().resolve(file));
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /** Adds a text so that no two lists of texts give the same bytes. */
  private static void add(MessageDigest digest, String text) {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    digest.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
    digest.update(bytes);
  }

  private static void addContent(MessageDigest digest, Path file) throws IOException {
    add(digest, String.valueOf(Files.size(file)));
    try (var in = Files.newInputStream(file)) {
      var chunk = new byte[CHUNK];
      for (var length = in.read(chunk); length >= 0; length = in.read(chunk)) {
        digest.update(chunk, 0, length);
      }
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
