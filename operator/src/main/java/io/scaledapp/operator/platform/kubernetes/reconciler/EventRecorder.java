package io.scaledapp.operator.platform.kubernetes.reconciler;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.MicroTime;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.api.model.events.v1.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.scaledapp.crds.v1alpha1.ScaledApp;
import io.scaledapp.operator.app.AppEvent;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
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

  /** The API's own bound is 1024 bytes. */
  private static final int MOST_CHARACTERS = 500;

  private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);
  private static final DateTimeFormatter MICROSECONDS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  private final KubernetesClient client;
  private final Function<String, @Nullable String> uids;
  private final String instance;
  private final EventBudget budget = new EventBudget();
  private final Map<Key, Told> told =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Told> eldest) {
          return size() > MOST_REMEMBERED;
        }
      };

  private record Key(String app, String reason, String message) {}

  /** Of an Event, which takes some kilobytes, what leads to it. */
  private record Told(String namespace, String name, Instant at, int count) {
    static Told of(Event event, Instant at) {
      var metadata = event.getMetadata();
      return new Told(metadata.getNamespace(), metadata.getName(), at, 1);
    }

    Told again(Instant later) {
      return new Told(namespace, name, later, count + 1);
    }
  }

  /**
   * A recorder without a past.
   *
   * @param uids the uid of a ScaledApp by its id; null of one that is not there
   * @param instance who speaks: this operator's pod
   */
  public EventRecorder(
      KubernetesClient client, Function<String, @Nullable String> uids, String instance) {
    this.client = client;
    this.uids = uids;
    this.instance = instance;
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
      log.atWarn()
          .addKeyValue("app", event.app())
          .addKeyValue("reason", e.getMessage())
          .log("an event was not taken");
    }
  }

  private void record(AppEvent event, EventReason reason, String uid) {
    var message =
        event.replica() == null ? event.message() : event.replica() + " " + event.message();
    var key = new Key(event.app(), reason.word(), message);
    var before = told.get(key);
    if (before != null && before.at().plus(SAME_EVENT).isAfter(event.at())) {
      told.put(key, again(before, event.at()));
    } else {
      var first = client.resource(event(event, reason, message, uid)).create();
      told.put(key, Told.of(first, event.at()));
    }
  }

  private Told again(Told before, Instant at) {
    var again = before.again(at);
    var series =
        new EventBuilder()
            .withNewSeries()
            .withCount(again.count())
            .withLastObservedTime(time(at))
            .endSeries()
            .build();
    client
        .resources(Event.class)
        .inNamespace(again.namespace())
        .withName(again.name())
        .patch(MERGE, series);
    return again;
  }

  private Event event(AppEvent event, EventReason reason, String message, String uid) {
    var namespace = event.app().substring(0, event.app().indexOf('/'));
    return new EventBuilder()
        .withNewMetadata()
        .withGenerateName(event.appName() + "-")
        .withNamespace(namespace)
        .endMetadata()
        .withNewRegarding()
        .withApiVersion(HasMetadata.getApiVersion(ScaledApp.class))
        .withKind(HasMetadata.getKind(ScaledApp.class))
        .withNamespace(namespace)
        .withName(event.appName())
        .withUid(uid)
        .endRegarding()
        .withType(reason.type())
        .withReason(reason.word())
        .withAction(reason.word())
        .withNote(
            message.length() > MOST_CHARACTERS ? message.substring(0, MOST_CHARACTERS) : message)
        .withEventTime(time(event.at()))
        .withReportingController("scaledapp.io/operator")
        .withReportingInstance(instance)
        .build();
  }

  private static MicroTime time(Instant at) {
    return new MicroTime(MICROSECONDS.format(at));
  }
}
