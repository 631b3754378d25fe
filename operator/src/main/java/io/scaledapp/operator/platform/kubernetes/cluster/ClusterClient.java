package io.scaledapp.operator.platform.kubernetes.cluster;

import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.PropertyName;
import com.fasterxml.jackson.databind.deser.BeanDeserializerBuilder;
import com.fasterxml.jackson.databind.deser.BeanDeserializerModifier;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;

/** Makes clients of the API server that do not read what nobody looks at. */
public final class ClusterClient {

  /** Who owns which field is most of what the API server says of an object. */
  private static final String SKIPPED = "managedFields";

  private ClusterClient() {}

  /** One for the cluster that the program runs in, or that its kubeconfig names. */
  public static KubernetesClient connect() {
    return new KubernetesClientBuilder().withKubernetesSerialization(serialization()).build();
  }

  static KubernetesSerialization serialization() {
    var module = new SimpleModule("without " + SKIPPED).setDeserializerModifier(new Skipping());
    return new KubernetesSerialization(JsonMapper.builder().addModule(module).build(), true);
  }

  private static final class Skipping extends BeanDeserializerModifier {
    @Override
    public BeanDeserializerBuilder updateBuilder(
        DeserializationConfig config, BeanDescription type, BeanDeserializerBuilder builder) {
      if (type.getBeanClass() == ObjectMeta.class) {
        builder.removeProperty(PropertyName.construct(SKIPPED));
        builder.addIgnorable(SKIPPED);
      }
      return builder;
    }
  }
}
