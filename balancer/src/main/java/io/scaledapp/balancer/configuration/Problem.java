package io.scaledapp.balancer.configuration;

/**
 * Something to mend in the file.
 *
 * @param path of the field
 * @param reason what is wrong and what would be right
 */
record Problem(FieldPath path, String reason) {}
