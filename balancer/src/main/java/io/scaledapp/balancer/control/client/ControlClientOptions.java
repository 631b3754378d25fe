package io.scaledapp.balancer.control.client;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Where the operators are, and who the balancer is.
 *
 * @param host a DNS name with one address an operator; the operators' certificate must be for it
 * @param port 1 to 65535
 * @param balancer name of the balancer, that of its pod
 * @param podUid uid of that pod
 * @param ca PEM file of the authorities that may have signed the operators' certificate; read again
 *     for each connection
 * @param token file with a token that proves name and uid; read again for each connection
 * @param resolveEvery how often the name is resolved
 * @param silence how long an operator may say nothing before its connection is dropped; also the
 *     longest time that connecting to it may take
 * @param longestBackOff bound of the pause between two attempts to connect to an operator, from 100
 *     ms up
 */
public record ControlClientOptions(
    String host,
    int port,
    String balancer,
    String podUid,
    Path ca,
    Path token,
    Duration resolveEvery,
    Duration silence,
    Duration longestBackOff) {

  /** With the usual times: resolved every 2 s, dropped after 10 s, tried again within 5 s. */
  public static ControlClientOptions of(
      String host, int port, String balancer, String podUid, Path ca, Path token) {
    return new ControlClientOptions(
        host,
        port,
        balancer,
        podUid,
        ca,
        token,
        Duration.ofSeconds(2),
        Duration.ofSeconds(10),
        Duration.ofSeconds(5));
  }

  /** The same with other times. */
  public ControlClientOptions withTimes(
      Duration resolveEvery, Duration silence, Duration longestBackOff) {
    return new ControlClientOptions(
        host, port, balancer, podUid, ca, token, resolveEvery, silence, longestBackOff);
  }
}
