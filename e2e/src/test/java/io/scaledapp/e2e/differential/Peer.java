package io.scaledapp.e2e.differential;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.scaledapp.e2e.Await;
import io.scaledapp.e2e.cluster.Command;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** nginx or HAProxy, as the distribution packages them, with a configuration of the resources. */
final class Peer implements Proxy {
  private static final Path CONFIGURATIONS = Path.of("src/test/resources/differential");
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final Pattern VERSION = Pattern.compile("(\\d+\\.\\d+\\.\\d+)");

  private final String name;
  private final String version;
  private final int port = freePort();
  private final Path folder;
  private final Process process;

  static Peer nginx(RecordingBackend backend) {
    return new Peer("nginx", "-v", List.of("-e", "stderr", "-p", ".", "-c"), backend);
  }

  static Peer haproxy(RecordingBackend backend) {
    return new Peer("HAProxy", "-v", List.of("-db", "-f"), backend);
  }

  /** Whether the programs are there. */
  static boolean areInstalled() {
    return version("nginx", "-v").exitCode() == 0 && version("haproxy", "-v").exitCode() == 0;
  }

  private static Command.Result version(String program, String option) {
    return Command.run(Map.of(), LIMIT, List.of(program, option));
  }

  private Peer(String name, String versionOption, List<String> options, RecordingBackend backend) {
    this.name = name;
    var program = name.toLowerCase(Locale.ROOT);
    var said = VERSION.matcher(version(program, versionOption).orFail());
    version = said.find() ? said.group(1) : "unknown";
    try {
      folder = Files.createTempDirectory(Path.of("target"), program + "-").toAbsolutePath();
      var command = new ArrayList<>(List.of(program));
      command.addAll(options);
      command.add(configuration(program, backend).toString());
      process =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("log").toFile())
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Await.until(name + " listens", LIMIT, this::listens);
  }

  private Path configuration(String program, RecordingBackend backend) throws IOException {
    var text =
        Files.readString(CONFIGURATIONS.resolve(program + ".conf"))
            .replace("@FOLDER@", folder.toString())
            .replace("@PORT@", String.valueOf(port));
    for (var app : RecordingBackend.APPS) {
      text = text.replace("@" + app + "@", String.valueOf(backend.port(app)));
    }
    return Files.writeString(folder.resolve("conf"), text, UTF_8);
  }

  private boolean listens() {
    if (!process.isAlive()) {
      var log = Await.unchecked(() -> Files.readString(folder.resolve("log")));
      throw new AssertionError(name + " ended with " + process.exitValue() + ":\n" + log);
    }
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  private static int freePort() {
    return Await.unchecked(
        () -> {
          try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
          }
        });
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String version() {
    return version;
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public void close() {
    process.destroyForcibly();
    var unused = Await.unchecked(process::waitFor);
  }
}
