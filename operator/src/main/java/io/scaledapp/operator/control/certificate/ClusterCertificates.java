package io.scaledapp.operator.control.certificate;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.scaledapp.balancer.pem.Pem;
import io.scaledapp.operator.control.ServingCertificate;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificates that the operators of one release make for themselves: all in a Secret, and the
 * authorities that balancers trust in a ConfigMap. Whoever reads them does what is due. Both
 * objects are there already, at first without data; of two operators that write at once one is
 * refused, and goes on from what the other wrote.
 */
public final class ClusterCertificates implements CertificateSource {
  private static final Logger log = LoggerFactory.getLogger(ClusterCertificates.class);

  /** More than there are operators, each of which can be in the way once. */
  private static final int ATTEMPTS = 10;

  /**
   * Where they are kept.
   *
   * @param namespace of the operator
   * @param secret name of the Secret
   * @param configMap name of the ConfigMap
   */
  public record Place(String namespace, String secret, String configMap) {}

  private final KubernetesClient client;
  private final Place place;
  private final Rotation rotation;
  private final InstantSource clock;

  /**
   * @param client stays the caller's to close
   * @param host by which balancers reach the operators, such as {@code NAME.NAMESPACE.svc}
   */
  public ClusterCertificates(
      KubernetesClient client, Place place, String host, InstantSource clock) {
    this.client = client;
    this.place = place;
    this.clock = clock;
    rotation = new Rotation(ServiceNames.of(host));
  }

  @Override
  public ServingCertificate read() throws IOException {
    try {
      for (var attempt = 1; ; attempt++) {
        try {
          return turn(clock.instant());
        } catch (KubernetesClientException e) {
          if (e.getCode() != HttpURLConnection.HTTP_CONFLICT || attempt == ATTEMPTS) {
            throw e;
          }
        }
      }
    } catch (KubernetesClientException e) {
      throw new IOException(
          "cannot read and write Secret %s and ConfigMap %s in namespace %s: %s"
              .formatted(place.secret(), place.configMap(), place.namespace(), e.getMessage()),
          e);
    }
  }

  private ServingCertificate turn(Instant now) throws IOException {
    // The ConfigMap first: when its version is still the same at the end, then no other operator
    // has published anything since, and what is published is no older than the Secret that was
    // read.
    var configMap = existing(configMap(), "ConfigMap", place.configMap());
    var secret = existing(secret(), "Secret", place.secret());
    var published = TrustBundle.read(orEmpty(configMap.getData()));

    var turn = rotation.turn(read(secret), published, now);
    if (!turn.steps().isEmpty()) {
      write(secret, turn.set());
      log.atInfo()
          .addKeyValue("reason", turn.steps())
          .log("the certificates of the control stream changed");
    }
    if (published == null || !published.holdsJust(turn.set().trusted())) {
      write(configMap, new TrustBundle(turn.set().trusted(), now));
    }
    return shown(turn.set());
  }

  private @Nullable CertificateSet read(Secret secret) {
    try {
      return SecretData.read(orEmpty(secret.getData()));
    } catch (GeneralSecurityException e) {
      log.atWarn()
          .addKeyValue("reason", e.getMessage())
          .log("the Secret of the control stream is of no use; its content is made anew");
      return null;
    }
  }

  private void write(Secret before, CertificateSet set) {
    var unused =
        client
            .resource(
                new SecretBuilder(before)
                    .withData(SecretData.replaced(orEmpty(before.getData()), set))
                    .build())
            .lockResourceVersion()
            .update();
  }

  private void write(ConfigMap before, TrustBundle bundle) {
    var unused =
        client
            .resource(new ConfigMapBuilder(before).withData(bundle.data()).build())
            .lockResourceVersion()
            .update();
  }

  private static ServingCertificate shown(CertificateSet set) {
    var serving = Objects.requireNonNull(set.serving(), "made by the rotation");
    return new ServingCertificate(Pem.of(serving.certificate()), Pem.of(serving.key()));
  }

  private Resource<Secret> secret() {
    return client.secrets().inNamespace(place.namespace()).withName(place.secret());
  }

  private Resource<ConfigMap> configMap() {
    return client.configMaps().inNamespace(place.namespace()).withName(place.configMap());
  }

  private <T extends HasMetadata> T existing(Resource<T> resource, String kind, String name)
      throws IOException {
    var object = resource.get();
    if (object == null) {
      throw new IOException(
          "there is no %s %s in namespace %s; the chart makes it: run helm upgrade"
              .formatted(kind, name, place.namespace()));
    }
    return object;
  }

  private static Map<String, String> orEmpty(@Nullable Map<String, String> data) {
    return data == null ? Map.of() : data;
  }
}
