package io.scaledapp.operator.admin;

import io.scaledapp.crds.v1alpha1.ScaledApp;
import io.scaledapp.operator.app.AppEvent;
import io.scaledapp.operator.app.AppOperationException;
import io.scaledapp.operator.app.Apps;
import io.scaledapp.operator.app.ListedReplica;
import io.scaledapp.operator.app.ListedRevision;
import io.scaledapp.operator.app.UnknownAppException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Keeps what it is given and writes down what it is asked, in words. */
public final class FakeApps implements Apps {

  private final Map<String, ScaledApp> apps = new LinkedHashMap<>();
  private final List<String> calls = new ArrayList<>();
  private final List<Consumer<AppEvent>> listeners = new CopyOnWriteArrayList<>();
  private List<ListedReplica> replicas = List.of();
  private List<ListedRevision> history = List.of();
  private @Nullable String failure;

  /** What was asked so far, a line each. */
  public synchronized List<String> calls() {
    return List.copyOf(calls);
  }

  /** Makes every later operation fail. */
  public synchronized void failWith(String message) {
    failure = message;
  }

  public void tell(AppEvent event) {
    listeners.forEach(listener -> listener.accept(event));
  }

  @Override
  public synchronized CompletionStage<ScaledApp> apply(ScaledApp app) {
    apps.put(app.getMetadata().getName(), app);
    return done("apply " + app.getMetadata().getName(), app.getMetadata().getName());
  }

  @Override
  public synchronized CompletionStage<Void> delete(String name) {
    return done("delete " + name, name)
        .thenAccept(
            app -> {
              synchronized (this) {
                apps.remove(name);
              }
            });
  }

  @Override
  public synchronized CompletionStage<ScaledApp> scale(String name, @Nullable Integer replicas) {
    return done("scale " + name + " " + replicas, name);
  }

  @Override
  public synchronized CompletionStage<Void> reload(String name) {
    return done("reload " + name, name).thenAccept(app -> {});
  }

  @Override
  public synchronized CompletionStage<String> rollback(String name, @Nullable Integer revision) {
    return done("rollback " + name + " " + revision, name).thenApply(app -> "rolled back");
  }

  /** Gives every app these revisions. */
  public synchronized void history(List<ListedRevision> listed) {
    history = List.copyOf(listed);
  }

  @Override
  public synchronized List<ListedRevision> history(String name) {
    if (!apps.containsKey(name)) {
      throw new UnknownAppException(name);
    }
    return history;
  }

  @Override
  public synchronized List<ScaledApp> list() {
    return List.copyOf(apps.values());
  }

  /** Gives every app these replicas. */
  public synchronized void replicas(List<ListedReplica> listed) {
    replicas = List.copyOf(listed);
  }

  @Override
  public synchronized List<ListedReplica> replicas(String name) {
    if (!apps.containsKey(name)) {
      throw new UnknownAppException(name);
    }
    return replicas;
  }

  @Override
  public synchronized void reject(String name, String problem) {
    calls.add("reject " + name + ": " + problem);
  }

  @Override
  public Subscription onEvent(Consumer<AppEvent> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  private CompletableFuture<ScaledApp> done(String call, String name) {
    calls.add(call);
    if (failure != null) {
      return CompletableFuture.failedFuture(new AppOperationException(failure));
    }
    var app = apps.get(name);
    return app == null
        ? CompletableFuture.failedFuture(new UnknownAppException(name))
        : CompletableFuture.completedFuture(app);
  }
}
