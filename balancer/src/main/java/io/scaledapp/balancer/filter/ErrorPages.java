package io.scaledapp.balancer.filter;

import io.scaledapp.balancer.control.RequestRules;
import io.scaledapp.balancer.http1.ErrorPage;
import io.scaledapp.balancer.http1.Refusal;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The pages of one app for what the balancer answers itself. Immutable. */
public final class ErrorPages {
  private static final int FIRST_ERROR = 400;
  private static final Pattern FIELD_VALUE = Pattern.compile("[!-~]([ -~]*[!-~])?");

  private final Map<Integer, ErrorPage> byStatus = new HashMap<>();
  private final @Nullable ErrorPage others;

  /**
   * @throws IllegalArgumentException if a content type is none
   */
  ErrorPages(RequestRules.ErrorPages rules) {
    ErrorPage rest = null;
    for (var rule : rules.pages()) {
      var page = page(rule);
      if (rule.statuses().isEmpty() && rest == null) {
        rest = page;
      }
      rule.statuses().forEach(status -> byStatus.putIfAbsent(status, page));
    }
    others = rest;
  }

  private static ErrorPage page(RequestRules.ErrorPage rule) {
    if (!FIELD_VALUE.matcher(rule.contentType()).matches()) {
      throw new IllegalArgumentException("an error page's content type is not a header's value");
    }
    return new ErrorPage(rule.contentType(), rule.body());
  }

  /**
   * The refusal with the page of its status, or as it is where there is none; no redirect has one.
   */
  public Refusal on(Refusal refusal) {
    if (refusal.status() < FIRST_ERROR) {
      return refusal;
    }
    ErrorPage page = byStatus.getOrDefault(refusal.status(), others);
    return page == null ? refusal : refusal.with(page);
  }
}
