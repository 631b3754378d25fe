package io.scaledapp.operator.platform.local;

import java.nio.file.Path;

/**
 * Runs two replicas until it is ended, as {@code up} does. Arguments: the state folder, and the
 * folder of the app.
 */
public final class UpProgram {
  private UpProgram() {}

  static Process start(Path state, Path folder) throws Exception {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return new ProcessBuilder(
            java,
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            UpProgram.class.getName(),
            state.toString(),
            folder.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  public static void main(String[] args) throws Exception {
    var folder = Path.of(args[1]);
    var platform = LocalPlatform.open(Path.of(args[0]), PlatformUnderTest.OPTIONS);
    Runtime.getRuntime().addShutdownHook(new Thread(platform::close));
    // One that ends on SIGTERM, and one that does not, whose child has no parent any more.
    platform.start(TestRevision.shell(folder, "echo up > up1; sleep 1000"));
    platform.start(
        TestRevision.shell(folder, "trap '' TERM; (sleep 1000 &); echo up > up2; sleep 1000"));
    Thread.currentThread().join();
  }
}
