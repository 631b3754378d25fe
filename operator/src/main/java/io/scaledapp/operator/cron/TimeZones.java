package io.scaledapp.operator.cron;

import java.time.ZoneId;

/** Time zones by their names in the IANA database, which every platform knows alike. */
public final class TimeZones {

  private TimeZones() {}

  /**
   * Looks one up. Offsets such as {@code +02:00} are no names: they have no summer, and a cluster
   * refuses them.
   *
   * @throws IllegalArgumentException with the end of a sentence that begins with the field's name
   */
  public static ZoneId parse(String name) {
    if (!ZoneId.getAvailableZoneIds().contains(name)) {
      throw new IllegalArgumentException(
          "must be a name such as Europe/Berlin, is \"" + name + "\"");
    }
    return ZoneId.of(name);
  }
}
