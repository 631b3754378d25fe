package io.scaledapp.operator.control.certificate;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.scaledapp.operator.cookie.CookieKeys;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;

/**
 * The secret that all operators of a release share, in the Secret that keeps their certificates, of
 * which it is independent: certificates are renewed, and clients' sessions are to outlive that. It
 * is made by the first operator that finds none; of two that do so at once one is refused, and
 * takes what the other wrote.
 */
public final class ClusterCookieSecret {
  /** Of the Secret's data. */
  static final String ENTRY = "sticky-cookie.key";

  /** More than there are operators, each of which can be in the way once. */
  private static final int ATTEMPTS = 10;

  private final KubernetesClient client;
  private final String namespace;
  private final String name;

  /**
   * @param client stays the caller's to close
   * @param namespace of the operator
   * @param name of the Secret
   */
  public ClusterCookieSecret(KubernetesClient client, String namespace, String name) {
    this.client = client;
    this.namespace = namespace;
    this.name = name;
  }

  /**
   * The secret, made if there is none or one that is of no use; blocks.
   *
   * @throws IOException if it can be neither read nor made, with the place and the mend
   */
  public byte[] read() throws IOException {
    try {
      for (var attempt = 1; ; attempt++) {
        try {
          return readOrMake();
        } catch (KubernetesClientException e) {
          if (e.getCode() != HttpURLConnection.HTTP_CONFLICT || attempt == ATTEMPTS) {
            throw e;
          }
        }
      }
    } catch (KubernetesClientException e) {
      throw new IOException(
          "cannot read and write Secret %s in namespace %s: %s"
              .formatted(name, namespace, e.getMessage()),
          e);
    }
  }

  private byte[] readOrMake() throws IOException {
    Resource<Secret> resource = client.secrets().inNamespace(namespace).withName(name);
    var secret = resource.get();
    if (secret == null) {
      throw new IOException(
          "there is no Secret %s in namespace %s; the chart makes it: run helm upgrade"
              .formatted(name, namespace));
    }
    Map<String, String> data = secret.getData() == null ? Map.of() : secret.getData();
    byte[] known = decoded(data.getOrDefault(ENTRY, ""));
    return known.length >= CookieKeys.SECRET_BYTES ? known : make(secret, data);
  }

  private byte[] make(Secret before, Map<String, String> data) {
    byte[] made = new byte[CookieKeys.SECRET_BYTES];
    new SecureRandom().nextBytes(made);
    var more = new TreeMap<>(data);
    more.put(ENTRY, Base64.getEncoder().encodeToString(made));
    var unused =
        client
            .resource(new SecretBuilder(before).withData(more).build())
            .lockResourceVersion()
            .update();
    return made;
  }

  private static byte[] decoded(String base64) {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }
}
