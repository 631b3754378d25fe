package io.scaledapp.operator.platform.kubernetes.reconciler;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.scaledapp.crds.v1alpha1.ScaledApp;
import io.scaledapp.operator.app.AppEvent;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells what happens to apps as Kubernetes Events. The same thing said again counts up the Event
 * that there is; an app that says too much is not heard for a while, as with client-go's event
 * correlator. Confined to the thread that hands it the events.
 */
public final class EventRecorder {

  private static final Logger log = LoggerFactory.getLogger(EventRecorder.class);

  private static final Duration SAME_EVENT = Duration.ofMinutes(10);
  private static final int MOST_REMEMBERED = 4_096;

  private final KubernetesClient client;
  private final Function<String, @Nullable String> uids;
  private final String component;
  private final EventBudget budget = new EventBudget();
  private final Map<Key, Told> told =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Told> eldest) {
          return size() > MOST_REMEMBERED;
        }
      };

  private record Key(String app, String reason, String message) {}

  private record Told(Event event, Instant at, int count) {}

  /**
   * A recorder without a past.
   *
   * @param uids the uid of a ScaledApp by its id; null of one that is not there
   * @param component who speaks: this operator's pod
   */
  public EventRecorder(
      KubernetesClient client, Function<String, @Nullable String> uids, String component) {
    this.client = client;
    this.uids = uids;
    this.component = component;
  }

  /** Tells of it; what the API server does not take is lost, since it is in the log as well. */
  public void record(AppEvent event) {
    var reason = EventReason.of(event);
    var uid = uids.apply(event.app());
    if (reason == null || uid == null || !budget.allows(event.app(), event.at())) {
      return;
    }
    try {
      record(event, reason, uid);
    } catch (KubernetesClientException e) {
      log.atDebug().setCause(e).addKeyValue("app", event.app()).log("an event was not taken");
    }
  }

  private void record(AppEvent event, EventReason reason, String uid) {
    var message =
        event.replica() == null ? event.message() : event.replica() + " " + event.message();
    var key = new Key(event.app(), reason.word(), message);
    var before = told.get(key);
    if (before != null && before.at().plus(SAME_EVENT).isAfter(event.at())) {
      var count = before.count() + 1;
      var again =
          before.event().edit().withCount(count).withLastTimestamp(timestamp(event.at())).build();
      told.put(key, new Told(patch(before.event(), again), event.at(), count));
    } else {
      told.put(
          key,
          new Told(client.resource(first(event, reason, message, uid)).create(), event.at(), 1));
    }
  }

  private Event patch(Event before, Event after) {
    return client.resource(before).edit(found -> after);
  }

  private Event first(AppEvent event, EventReason reason, String message, String uid) {
    var namespace = event.app().substring(0, event.app().indexOf('/'));
    var at = timestamp(event.at());
    return new EventBuilder()
        .withNewMetadata()
        .withGenerateName(event.appName() + ".")
        .withNamespace(namespace)
        .endMetadata()
        .withNewInvolvedObject()
        .withApiVersion(new ScaledApp().getApiVersion())
        .withKind(new ScaledApp().getKind())
        .withNamespace(namespace)
        .withName(event.appName())
        .withUid(uid)
        .endInvolvedObject()
        .withType(reason.type())
        .withReason(reason.word())
        .withMessage(message)
        .withFirstTimestamp(at)
        .withLastTimestamp(at)
        .withCount(1)
        .withNewSource()
        .withComponent("scaledapp")
        .endSource()
        .withReportingComponent("scaledapp.io/operator")
        .withReportingInstance(component)
        .build();
  }

  private static String timestamp(Instant at) {
    return at.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
