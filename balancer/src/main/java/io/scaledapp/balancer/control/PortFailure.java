package io.scaledapp.balancer.control;

/**
 * A port that a balancer was told to listen on and does not; it goes on trying.
 *
 * @param app whose port it is
 * @param port 1 to 65535
 * @param reason what the system said
 */
public record PortFailure(String app, int port, String reason) {}
