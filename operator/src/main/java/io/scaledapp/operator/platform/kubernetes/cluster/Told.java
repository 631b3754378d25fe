package io.scaledapp.operator.platform.kubernetes.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells of objects whether they are there; a failure on one must not end the watch. */
record Told<T extends HasMetadata>(Consumer<T> seen, Consumer<T> gone)
    implements ResourceEventHandler<T> {

  private static final Logger log = LoggerFactory.getLogger(Told.class);

  @Override
  public void onAdd(T object) {
    guarded(seen, object);
  }

  @Override
  public void onUpdate(T before, T after) {
    guarded(seen, after);
  }

  @Override
  public void onDelete(T object, boolean lastStateUnknown) {
    guarded(gone, object);
  }

  private static <T extends HasMetadata> void guarded(Consumer<T> told, T object) {
    try {
      told.accept(object);
    } catch (RuntimeException broken) {
      log.atError()
          .setCause(broken)
          .addKeyValue(
              "object", object.getFullResourceName() + " " + object.getMetadata().getName())
          .log("an object of the cluster was not taken in");
    }
  }
}
