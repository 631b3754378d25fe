package io.scaledapp.operator.app.engine;

import io.scaledapp.crds.v1alpha1.ScaledApp;
import io.scaledapp.operator.app.AppEvent;
import io.scaledapp.operator.app.Platform;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * What every app of one engine works with.
 *
 * @param statuses is given each app whose status is another than before
 * @param loop runs one task at a time; everything about apps happens on it
 */
record Surroundings(
    Platform platform,
    AppSettings settings,
    InstantSource clock,
    Consumer<AppEvent> events,
    Consumer<ScaledApp> statuses,
    Executor loop) {}
