package io.scaledapp.operator.manifest;

import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.CoreScalarResolver;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * YAML 1.2 with the booleans of YAML 1.1, which kubectl reads: a bare {@code yes}, {@code on} or
 * {@code off} is no text there, so it must not be text here either.
 */
final class KubernetesYamlSchema extends CoreSchema {

  private static final Pattern OLD_BOOLEAN =
      Pattern.compile("y|Y|yes|Yes|YES|on|On|ON|n|N|no|No|NO|off|Off|OFF");

  @Override
  public ScalarResolver getScalarResolver() {
    var resolver = new CoreScalarResolver(true);
    resolver.addImplicitResolver(Tag.BOOL, OLD_BOOLEAN, "yYnNoO");
    return resolver;
  }
}
