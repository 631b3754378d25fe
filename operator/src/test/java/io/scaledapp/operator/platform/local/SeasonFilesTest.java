package io.scaledapp.operator.platform.local;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.scaledapp.operator.autoscaler.Season;
import io.scaledapp.operator.autoscaler.Seasons;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class SeasonFilesTest {

  private static final String APP = "default/hello";

  private static final Logger LOGGER = (Logger) LoggerFactory.getLogger(SeasonFiles.class);
  private final ListAppender<ILoggingEvent> logged = listening();

  private final Path folder;

  SeasonFilesTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private static ListAppender<ILoggingEvent> listening() {
    var appender = new ListAppender<ILoggingEvent>();
    appender.start();
    LOGGER.addAppender(appender);
    return appender;
  }

  @AfterEach
  void listenNoMore() {
    LOGGER.detachAppender(logged);
  }

  private SeasonFiles files() {
    return new SeasonFiles(folder);
  }

  private Path file() {
    return folder.resolve("seasons/default_hello.season");
  }

  @Test
  void nothingIsKnownOfAnAppThatWasNeverHere() {
    assertThat(files().read(APP)).isEqualTo(Season.UNKNOWN);
    assertThat(logged.list).isEmpty();
  }

  @Test
  void whatWasLearnedOutlivesTheProgram() {
    var learned = Seasons.learned();
    files().write(APP, learned);

    assertThat(files().read(APP).knowsOtherThan(learned)).isFalse();
    assertThat(files().read("default/other")).isEqualTo(Season.UNKNOWN);
    assertThat(logged.list).isEmpty();
  }

  @Test
  void corruptFileIsIgnoredReportedAndRebuilt() throws IOException {
    var learned = Seasons.learned();
    files().write(APP, learned);
    var bytes = Files.readAllBytes(file());
    bytes[bytes.length / 2] ^= 1;
    Files.write(file(), bytes);

    assertThat(files().read(APP)).isEqualTo(Season.UNKNOWN);
    assertThat(logged.list)
        .singleElement()
        .extracting(ILoggingEvent::getFormattedMessage)
        .asString()
        .startsWith(
            "default/hello: the season kept in " + file() + " is ignored: its checksum is wrong.")
        .contains("learned anew");

    files().write(APP, learned);
    assertThat(files().read(APP).knowsOtherThan(learned)).isFalse();
  }

  @Test
  void fileThatIsTooLargeIsNotRead() throws IOException {
    Files.createDirectories(folder.resolve("seasons"));
    Files.write(file(), new byte[9_000]);

    assertThat(files().read(APP)).isEqualTo(Season.UNKNOWN);
    assertThat(logged.list.getFirst().getFormattedMessage()).contains("larger than 8192 bytes");
  }

  @Test
  void appThatGoesLeavesNothing() {
    files().write(APP, Seasons.learned());
    files().delete(APP);

    assertThat(file()).doesNotExist();
    files().delete(APP);
    assertThat(logged.list).isEmpty();
  }

  @Test
  void folderThatCannotBeWrittenIsReported() throws IOException {
    Files.writeString(folder.resolve("seasons"), "in the way");
    files().write(APP, Seasons.learned());

    assertThat(logged.list.getFirst().getFormattedMessage())
        .startsWith("default/hello: the season cannot be kept in " + file());
  }
}
