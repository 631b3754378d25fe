package io.scaledapp.operator.platform.kubernetes.reconciler;

import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import io.scaledapp.crds.v1alpha1.ScaledApp;
import io.scaledapp.crds.v1alpha1.ScaledAppStatus;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Asks for a reconcile of an app when its status moved. News ask at once; figures ask once, and
 * again only when that was answered, so that a load that moves each second costs no reconcile each
 * second. Any thread.
 */
public final class Wakes {

  private final SimpleInboundEventSource<ScaledApp> source =
      new SimpleInboundEventSource<>("lifecycle");
  private final Map<String, ScaledAppStatus> told = new ConcurrentHashMap<>();
  private final Set<String> asked = ConcurrentHashMap.newKeySet();

  EventSource<?, ScaledApp> eventSource() {
    return source;
  }

  /** The app's status is another than before. */
  public void onStatus(String app, ScaledAppStatus status) {
    var before = told.put(app, status);
    var first = asked.add(app);
    if (first || before == null || StatusPace.isNews(before, status)) {
      wake(app);
    }
  }

  /** Something else that the app's objects depend on changed. */
  public void wake(String app) {
    var slash = app.indexOf('/');
    source.propagateEvent(new ResourceID(app.substring(slash + 1), app.substring(0, slash)));
  }

  /** What was asked for is being done: later figures ask again. */
  void answer(String app) {
    asked.remove(app);
  }

  /** The figures will be written later by a reconcile that is scheduled: they need not ask. */
  void postpone(String app) {
    asked.add(app);
  }

  void forget(String app) {
    told.remove(app);
    asked.remove(app);
  }
}
