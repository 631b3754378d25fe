package io.scaledapp.balancer.configuration;

import static java.util.Objects.requireNonNullElse;

import org.jspecify.annotations.Nullable;

/** How requests are logged. */
record AccessLogFields(
    @Meaning(
            "JSON: an object a line. Combined: the format of Apache and nginx, in UTC, which tells"
                + " less.")
        Format format,
    @Meaning(
            "Is appended to, and opened anew within a second when it was moved away or removed;"
                + " relative to the configuration file's own folder. Default: the standard output.")
        @Nullable String file,
    @Meaning("Logs queries too, which may hold secrets.") Boolean query) {

  AccessLogFields {
    format = requireNonNullElse(format, Format.JSON);
    query = requireNonNullElse(query, false);
  }

  /** As users write it. */
  enum Format {
    Combined,
    JSON
  }
}
