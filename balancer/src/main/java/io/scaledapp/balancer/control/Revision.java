package io.scaledapp.balancer.control;

/**
 * Which state of an app's template an endpoint runs.
 *
 * @param number from 1
 */
public record Revision(int number) {}
