package io.scaledapp.operator.admin;

import io.scaledapp.operator.app.Apps;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * What the admin API shows and commands. All of it may be called from any thread.
 *
 * @param apps the apps that run here
 * @param manifests reads a ScaledApp that is to be applied
 * @param logs the output of the replicas
 * @param metrics the metrics in Prometheus' text format
 * @param started whether the program has taken up what it was started with
 */
public record AdminSources(
    Apps apps,
    ManifestCheck manifests,
    LogSource logs,
    Supplier<String> metrics,
    BooleanSupplier started) {}
