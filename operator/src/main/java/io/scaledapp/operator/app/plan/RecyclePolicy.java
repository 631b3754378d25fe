package io.scaledapp.operator.app.plan;

/**
 * When a replica that is well is replaced all the same.
 *
 * @param memory bytes; one that uses more goes
 * @param words the same as the user wrote it
 */
public record RecyclePolicy(long memory, String words) {}
