package io.scaledapp.balancer.control;

/**
 * How connections to an app's endpoints are secured.
 *
 * @param profile the balancer's own name for authorities and a certificate; {@link #SYSTEM} if none
 *     is said
 * @param serverName what an endpoint's certificate has to be for; empty: the endpoint's host
 */
public record EndpointTls(String profile, String serverName) {

  /** The profile with public authorities and no certificate. */
  public static final String SYSTEM = "system";

  public EndpointTls {
    // Absent in a message.
    profile = profile.isEmpty() ? SYSTEM : profile;
  }
}
