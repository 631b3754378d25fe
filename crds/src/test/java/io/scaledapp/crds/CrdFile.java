package io.scaledapp.crds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import io.fabric8.crdv2.generator.CRDGenerator;
import io.scaledapp.crds.v1alpha1.ScaledApp;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The CRD as files: generated from the types, completed, and written where the jar takes them. The
 * schema is there a second time as JSON, which is read in a tenth of the time when a command line
 * starts.
 */
public final class CrdFile {

  /** From the folder of the module. */
  static final Path PATH =
      Path.of("src/main/resources/io/scaledapp/crds/scaledapps.scaledapp.io.yaml");

  static final Path SCHEMA_PATH =
      Path.of("src/main/resources/io/scaledapp/crds/scaledapps.schema.json");

  /** The chart takes no file from outside its folder, so it has a copy. */
  static final Path CHART_PATH = Path.of("../helm/scaledapp/files/scaledapps.scaledapp.io.yaml");

  static final String COMMAND = "./mvnw -q -pl crds test-compile exec:java@crd";

  private static final ObjectMapper YAML =
      new ObjectMapper(
          YAMLFactory.builder()
              .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
              .disable(YAMLGenerator.Feature.SPLIT_LINES)
              .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
              .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
              .enable(YAMLGenerator.Feature.INDENT_ARRAYS_WITH_INDICATOR)
              .build());

  private CrdFile() {}

  /** Writes the files. The one argument is the folder of the module. */
  public static void main(String[] arguments) throws IOException {
    var module = Path.of(arguments[0]);
    Files.writeString(module.resolve(PATH), text());
    Files.writeString(module.resolve(SCHEMA_PATH), schemaText());
    Files.writeString(module.resolve(CHART_PATH), text());
  }

  /** What the CRD's file must hold. */
  static String text() throws IOException {
    return "# Generated from the types in io.scaledapp.crds.v1alpha1 by\n# "
        + COMMAND
        + "\n"
        + YAML.writeValueAsString(tree());
  }

  /** What the schema's file must hold. */
  static String schemaText() throws IOException {
    return schema(tree()) + "\n";
  }

  /** The CRD as a tree. */
  static ObjectNode tree() throws IOException {
    var crd = (ObjectNode) YAML.readTree(generated());
    CrdCompletion.complete(crd);
    return crd;
  }

  static JsonNode schema(JsonNode crd) {
    return crd.at("/spec/versions/0/schema/openAPIV3Schema");
  }

  private static byte[] generated() throws IOException {
    var output = new Memory();
    new CRDGenerator().withOutput(output).customResourceClasses(ScaledApp.class).generate();
    return output.bytes.toByteArray();
  }

  private static final class Memory implements CRDGenerator.CRDOutput<ByteArrayOutputStream> {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Override
    public ByteArrayOutputStream outputFor(String crdName) {
      return bytes;
    }

    @Override
    public void close() {}
  }
}
