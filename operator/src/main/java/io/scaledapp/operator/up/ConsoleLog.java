package io.scaledapp.operator.up;

import io.scaledapp.operator.platform.local.log.LogLine;
import io.scaledapp.operator.platform.local.log.LogListener;

/** Shows the replicas' output among the progress lines. */
record ConsoleLog(Progress progress) implements LogListener {

  @Override
  public void line(LogLine line) {
    progress.output(line.prefixed());
  }

  @Override
  public void dropped(long count) {
    progress.output("scaledapp | " + count + " lines are left out here: they came too fast");
  }
}
