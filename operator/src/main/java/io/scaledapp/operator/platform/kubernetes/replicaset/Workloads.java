package io.scaledapp.operator.platform.kubernetes.replicaset;

import io.scaledapp.operator.app.Past;
import io.scaledapp.operator.app.Past.Drain;
import io.scaledapp.operator.app.Revision;
import io.scaledapp.operator.app.Sight;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * One way to have replicas on a cluster, under the terms of {@link
 * io.scaledapp.operator.app.Platform}.
 */
public interface Workloads {

  CompletableFuture<Void> prepare(Revision revision);

  void start(Revision revision);

  void stop(String replica);

  /** Empty ends what was kept. */
  void keepDrain(String replica, Optional<Drain> drain);

  Sight see(String app);

  Past past(String app);
}
