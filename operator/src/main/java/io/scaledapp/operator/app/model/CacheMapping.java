package io.scaledapp.operator.app.model;

import io.scaledapp.balancer.control.CachePolicy;
import io.scaledapp.crds.v1alpha1.Cache;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** From {@code spec.routing.cache} to what a balancer keeps of responses. */
final class CacheMapping {

  private CacheMapping() {}

  static @Nullable CachePolicy cache(@Nullable Cache said) {
    if (said == null) {
      return null;
    }
    var absent = CachePolicy.DEFAULT;
    var bypass = said.bypass();
    return new CachePolicy(
        said.maxBytes() == null ? absent.maxBytes() : said.maxBytes(),
        said.maxEntryBytes() == null ? absent.maxEntryBytes() : said.maxEntryBytes(),
        bypass == null || bypass.cookies() == null ? List.of() : bypass.cookies(),
        bypass == null || bypass.headers() == null
            ? List.of()
            : bypass.headers().stream().map(name -> name.toLowerCase(Locale.ROOT)).toList());
  }
}
