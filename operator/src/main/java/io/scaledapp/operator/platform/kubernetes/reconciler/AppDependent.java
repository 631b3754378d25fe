package io.scaledapp.operator.platform.kubernetes.reconciler;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.dependent.Matcher.Result;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.CRUDKubernetesDependentResource;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.scaledapp.crds.v1alpha1.ScaledApp;
import io.scaledapp.operator.platform.kubernetes.cluster.PrunedStore;
import io.scaledapp.operator.platform.kubernetes.cluster.Pruning;
import io.scaledapp.operator.platform.kubernetes.template.Coverage;
import java.util.function.Consumer;

/**
 * One object around each app. What is wanted of it is compared with what is there, field by field:
 * the managed fields, which JOSDK's own comparison goes by, are most of what such an object holds,
 * and to read them is most of what a reconcile costs.
 */
abstract class AppDependent<R extends HasMetadata>
    extends CRUDKubernetesDependentResource<R, ScaledApp> {

  /**
   * One that looks at all namespaces, or at some.
   *
   * @param clusterWide whether all namespaces are looked at
   * @param pruning takes from an object what nobody reads, as in {@link Pruning}
   */
  AppDependent(Class<R> type, boolean clusterWide, Consumer<R> pruning) {
    super(type);
    configureWith(Ours.of(type, clusterWide ? new PrunedStore<>(pruning) : null, this::isNews));
  }

  /** Whether a change of the object asks for a reconcile. */
  boolean isNews(R now, R before) {
    return true;
  }

  /** The object's name. */
  abstract String name(ScaledApp app);

  /** Whether the object has all that is wanted of it, its metadata aside. */
  abstract boolean isCovered(R wanted, R there);

  @Override
  protected ResourceID targetSecondaryResourceID(ScaledApp app, Context<ScaledApp> context) {
    return new ResourceID(name(app), app.getMetadata().getNamespace());
  }

  @Override
  public Result<R> match(R there, R wanted, ScaledApp app, Context<ScaledApp> context) {
    addMetadata(true, there, wanted, app, context);
    var covered =
        Coverage.ofMetadata(there.getMetadata(), wanted.getMetadata()) && isCovered(wanted, there);
    return Result.computed(covered, wanted);
  }
}
