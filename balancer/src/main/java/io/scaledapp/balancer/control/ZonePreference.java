package io.scaledapp.balancer.control;

/**
 * That a balancer prefers the endpoints of its own zone.
 *
 * @param maxLoadPercent how many of the app's requests in flight on this balancer the endpoints of
 *     its zone may have, in percent of their share by weight, from 100; while they have more,
 *     endpoints of all zones are treated alike
 */
public record ZonePreference(int maxLoadPercent) {
  public static final ZonePreference DEFAULT = new ZonePreference(200);
}
