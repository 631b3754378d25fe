package io.scaledapp.operator.cli;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.scaledapp.balancer.program.UserException;
import io.scaledapp.operator.app.AppOperationException;
import io.scaledapp.operator.serve.ClusterRevisions;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option by which a command is about an app of a cluster, and not of {@code up}. */
final class ClusterOption {

  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "NAMESPACE",
      description = "The app is in this namespace of the cluster that the kubeconfig names.")
  private @Nullable String namespace;

  boolean isGiven() {
    return namespace != null;
  }

  /**
   * Asks the cluster about the revisions of an app.
   *
   * @throws UserException with what the cluster refuses, or is not there
   */
  <T> T ask(String name, Function<ClusterRevisions, T> question) {
    if (namespace == null) {
      throw new IllegalStateException("no namespace is given");
    }
    try (var revisions = new ClusterRevisions(namespace, name)) {
      return question.apply(revisions);
    } catch (AppOperationException e) {
      throw new UserException(name + ": " + e.getMessage());
    } catch (KubernetesClientException e) {
      throw new UserException(name + ": the cluster refuses or does not answer: " + e.getMessage());
    }
  }
}
