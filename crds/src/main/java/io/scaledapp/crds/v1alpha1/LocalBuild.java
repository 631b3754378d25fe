package io.scaledapp.crds.v1alpha1;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A command that makes the app startable, such as {@code npm ci}, run before the first replica of
 * each revision.
 */
public record LocalBuild(List<String> command, @Nullable List<String> inputs) {}
