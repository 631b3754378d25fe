package io.scaledapp.operator.simulator;

import io.scaledapp.operator.autoscaler.ScalingPolicy;
import java.time.Duration;

/**
 * An app and the world that it is in.
 *
 * @param world the same for every policy
 * @param scaling how this project scales the app
 * @param drainTimeout how long a victim of this project may finish what it has
 */
public record SimulatedApp(World world, ScalingPolicy scaling, Duration drainTimeout) {}
