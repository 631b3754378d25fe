package io.scaledapp.operator.platform.kubernetes.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.informers.cache.BasicItemStore;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import java.util.function.Consumer;

/**
 * Holds what an informer saw, less what nobody reads: there may be many thousands of objects. One
 * store is for one informer, which removes from it whatever it does not find in its own list.
 */
public final class PrunedStore<T extends HasMetadata> extends BasicItemStore<T> {

  private final Consumer<T> pruning;

  /**
   * Begins empty.
   *
   * @param pruning changes an object in place, before anybody else has seen it
   */
  public PrunedStore(Consumer<T> pruning) {
    super(Cache::metaNamespaceKeyFunc);
    this.pruning = pruning;
  }

  @Override
  public T put(String key, T object) {
    pruning.accept(object);
    return super.put(key, object);
  }
}
