package io.scaledapp.e2e.cluster;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Marks a test class that needs the cluster. Its methods and set-up may take a {@link Cluster}, the
 * {@link Installation} of the product on it, and a {@link TestNamespace}. Without a Docker engine
 * the class is left out, and one line says so; when a test fails, what its namespaces held is in
 * {@code target/cluster}.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("cluster")
@ExtendWith({EngineCondition.class, ClusterExtension.class})
public @interface OnCluster {}
