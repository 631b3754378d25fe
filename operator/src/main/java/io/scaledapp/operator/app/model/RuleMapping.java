package io.scaledapp.operator.app.model;

import io.scaledapp.balancer.control.RequestRules;
import io.scaledapp.crds.v1alpha1.Access;
import io.scaledapp.crds.v1alpha1.ClientLimits;
import io.scaledapp.crds.v1alpha1.ErrorPage;
import io.scaledapp.crds.v1alpha1.HeaderEdits;
import io.scaledapp.crds.v1alpha1.HeaderField;
import io.scaledapp.crds.v1alpha1.HttpsRedirect;
import io.scaledapp.crds.v1alpha1.MessageLimits;
import io.scaledapp.crds.v1alpha1.PathRewrite;
import io.scaledapp.crds.v1alpha1.Routing;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** From {@code spec.routing} to what balancers do with requests before they seek a replica. */
final class RuleMapping {

  private RuleMapping() {}

  /** Null if nothing is said. */
  static @Nullable RequestRules rules(Routing routing) {
    var rules =
        new RequestRules(
            httpsRedirect(routing.httpsRedirect()),
            rewrite(routing.rewrite()),
            access(routing.access()),
            clientLimits(routing.clientLimits()),
            limits(routing.limits()),
            headers(routing.requestHeaders()),
            headers(routing.responseHeaders()),
            errorPages(routing.errorPages()));
    return rules.equals(RequestRules.NONE) ? null : rules;
  }

  private static RequestRules.@Nullable HttpsRedirect httpsRedirect(@Nullable HttpsRedirect said) {
    return said == null
        ? null
        : new RequestRules.HttpsRedirect(orElse(said.statusCode(), 308), orElse(said.port(), 443));
  }

  private static RequestRules.@Nullable PathRewrite rewrite(@Nullable PathRewrite said) {
    return said == null ? null : new RequestRules.PathRewrite(said.prefix());
  }

  private static RequestRules.@Nullable Access access(@Nullable Access said) {
    return said == null ? null : new RequestRules.Access(orNone(said.allow()), orNone(said.deny()));
  }

  private static RequestRules.@Nullable ClientLimits clientLimits(@Nullable ClientLimits said) {
    if (said == null) {
      return null;
    }
    int rate = orElse(said.requestsPerSecond(), 0);
    return new RequestRules.ClientLimits(
        rate,
        orElse(said.burst(), rate),
        orElse(said.maxConcurrency(), 0),
        said.header() == null ? "" : said.header());
  }

  private static RequestRules.@Nullable MessageLimits limits(@Nullable MessageLimits said) {
    return said == null
        ? null
        : new RequestRules.MessageLimits(
            said.maxBodyBytes() == null ? 0 : said.maxBodyBytes(), orElse(said.maxHeadBytes(), 0));
  }

  private static RequestRules.@Nullable HeaderEdits headers(@Nullable HeaderEdits said) {
    return said == null
        ? null
        : new RequestRules.HeaderEdits(
            fields(said.set()), fields(said.add()), orNone(said.remove()));
  }

  private static List<RequestRules.Field> fields(@Nullable List<HeaderField> said) {
    return said == null
        ? List.of()
        : said.stream().map(one -> new RequestRules.Field(one.name(), one.value())).toList();
  }

  private static RequestRules.@Nullable ErrorPages errorPages(@Nullable List<ErrorPage> said) {
    return said == null
        ? null
        : new RequestRules.ErrorPages(said.stream().map(RuleMapping::errorPage).toList());
  }

  private static RequestRules.ErrorPage errorPage(ErrorPage said) {
    return new RequestRules.ErrorPage(
        said.statuses() == null ? List.of() : said.statuses(),
        said.contentType() == null ? ErrorPage.HTML : said.contentType(),
        said.body());
  }

  private static List<String> orNone(@Nullable List<String> said) {
    return said == null ? List.of() : said;
  }

  private static int orElse(@Nullable Integer said, int absent) {
    return said == null ? absent : said;
  }
}
