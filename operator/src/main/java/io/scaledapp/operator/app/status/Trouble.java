package io.scaledapp.operator.app.status;

/**
 * Something that is wrong with an app though it answers.
 *
 * @param reason one CamelCase word, as in a condition
 * @param message for a person, with the mend
 */
public record Trouble(String reason, String message) {}
