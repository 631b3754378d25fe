package io.scaledapp.operator.platform.kubernetes.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes informers that hold little and never give up. */
final class Informers {

  private static final Logger log = LoggerFactory.getLogger(Informers.class);

  private Informers() {}

  /**
   * One that is not started yet, and tells nobody.
   *
   * @param pruning changes an object in place, before anybody else has seen it
   */
  static <T extends HasMetadata> SharedIndexInformer<T> of(
      Informable<T> objects, Consumer<T> pruning) {
    var informer = objects.runnableInformer(0);
    informer.itemStore(new PrunedStore<>(pruning));
    informer.exceptionHandler(Informers::goesOn);
    return informer;
  }

  private static boolean goesOn(boolean started, Throwable failure) {
    log.atWarn()
        .addKeyValue("reason", String.valueOf(failure.getMessage()))
        .log("cannot watch the cluster; it is tried again");
    return true;
  }
}
