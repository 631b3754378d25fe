package io.scaledapp.balancer.program;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.joran.spi.JoranException;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ProgramLogTest {

  private static final PrintStream STDERR = System.err;

  private final LoggerContext context = new LoggerContext();

  @AfterEach
  void restore() {
    System.setErr(STDERR);
  }

  @Test
  void standardErrorThatTakesNothingHoldsNoThreadUp() throws Exception {
    var reached = new CountDownLatch(1);
    var release = new CountDownLatch(1);
    System.setErr(new PrintStream(new Blocked(reached, release), true, UTF_8));
    var log = configured().getLogger("test");

    for (var i = 0; i < 10_000; i++) {
      log.atWarn().addKeyValue("reason", i).log("something");
    }

    assertThat(reached.await(20, SECONDS)).as("a message is held up").isTrue();
    release.countDown();
    context.stop();
  }

  @Test
  void whatWaitsIsWrittenAtTheEnd() throws JoranException {
    var written = new ByteArrayOutputStream();
    System.setErr(new PrintStream(written, true, UTF_8));
    configured().getLogger("test").atWarn().addKeyValue("reason", "none").log("the last word");

    context.stop();

    assertThat(written.toString(UTF_8)).contains("WARN  test: the last word reason=\"none\"");
  }

  private LoggerContext configured() throws JoranException {
    context.setMDCAdapter(new LogbackMDCAdapter());
    var configurator = new JoranConfigurator();
    configurator.setContext(context);
    configurator.doConfigure(ProgramLog.class.getResource("/logback.xml"));
    ProgramLog.neverBlock(context);
    return context;
  }

  private static final class Blocked extends OutputStream {
    private final CountDownLatch reached;
    private final CountDownLatch release;

    Blocked(CountDownLatch reached, CountDownLatch release) {
      this.reached = reached;
      this.release = release;
    }

    @Override
    public void write(int octet) {
      reached.countDown();
      try {
        release.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
