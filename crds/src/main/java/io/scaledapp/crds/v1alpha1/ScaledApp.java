package io.scaledapp.crds.v1alpha1;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;
import org.jspecify.annotations.Nullable;

/**
 * A web app that is balanced and scaled on its load. Its name is also the name of a Service and the
 * beginning of its pods' names, hence the limits on it.
 */
@Group("scaledapp.io")
@Version("v1alpha1")
@Kind("ScaledApp")
@Singular("scaledapp")
@Plural("scaledapps")
@ShortNames("sapp")
@AdditionalPrinterColumn(
    name = "READY",
    jsonPath = ".status.readyReplicas",
    type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(
    name = "DESIRED",
    jsonPath = ".status.desiredReplicas",
    type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(
    name = "LOAD",
    jsonPath = ".status.load.concurrency",
    type = AdditionalPrinterColumn.Type.NUMBER)
@AdditionalPrinterColumn(
    name = "CONNECTIONS",
    jsonPath = ".status.load.connections",
    type = AdditionalPrinterColumn.Type.INTEGER,
    priority = 1)
@AdditionalPrinterColumn(name = "URL", jsonPath = ".status.url")
@AdditionalPrinterColumn(
    name = "AGE",
    jsonPath = ".metadata.creationTimestamp",
    type = AdditionalPrinterColumn.Type.DATE)
@AdditionalPrinterColumn(name = "REASON", jsonPath = ".status.lastDecision.reason")
@ValidationRule(
    value =
        "size(self.metadata.name) <= 52 && self.metadata.name.matches('^[a-z]([-a-z0-9]*[a-z0-9])?$')",
    message =
        "must be at most 52 characters: lower-case letters, digits and '-', beginning with a letter"
            + " and ending with a letter or digit",
    fieldPath = ".metadata.name")
public class ScaledApp extends CustomResource<ScaledAppSpec, ScaledAppStatus>
    implements Namespaced {

  @Override
  protected @Nullable ScaledAppSpec initSpec() {
    return null;
  }

  @Override
  protected @Nullable ScaledAppStatus initStatus() {
    return null;
  }
}
