package io.scaledapp.operator.platform.kubernetes.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.informers.cache.BasicItemStore;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Holds what an informer saw, less what nobody reads: there may be many thousands of objects. One
 * store is for one informer, which removes from it whatever it does not find in its own list.
 */
public final class PrunedStore<T extends HasMetadata> extends BasicItemStore<T> {

  private final BiConsumer<@Nullable T, T> pruning;

  /**
   * Begins empty.
   *
   * @param pruning changes an object in place, before anybody else has seen it; it is given the
   *     object's version before, or null, with which the new one may share what is equal
   */
  public PrunedStore(BiConsumer<@Nullable T, T> pruning) {
    super(Cache::metaNamespaceKeyFunc);
    this.pruning = pruning;
  }

  static <T extends HasMetadata> PrunedStore<T> of(Consumer<T> pruning) {
    return new PrunedStore<>((before, object) -> pruning.accept(object));
  }

  @Override
  public T put(String key, T object) {
    pruning.accept(get(key), object);
    return super.put(key, object);
  }
}
