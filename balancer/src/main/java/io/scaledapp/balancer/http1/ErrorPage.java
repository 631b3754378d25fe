package io.scaledapp.balancer.http1;

/**
 * What a client reads in place of the balancer's own line of plain text.
 *
 * @param contentType the value of its Content-Type, visible ASCII with blanks between
 * @param body sent in UTF-8
 */
public record ErrorPage(String contentType, String body) {}
