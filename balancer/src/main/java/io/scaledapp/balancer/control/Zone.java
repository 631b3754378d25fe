package io.scaledapp.balancer.control;

/**
 * Where on a cluster something runs, so that what is near can be told from what is far.
 *
 * @param name such as {@code eu-west-1a}, not empty
 */
public record Zone(String name) {}
