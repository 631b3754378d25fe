package io.scaledapp.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How answers are compressed. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Compression(
    @JsonPropertyDescription(
            "Encodings by preference; of those that a client likes best it gets the first. One that"
                + " the balancer's machine has no library for is left out. Default: zstd, br, gzip.")
        @Size(min = 1, max = 3)
        @ValidationRule(
            value = "self.all(x, self.exists_one(y, x == y))",
            message = "an encoding may be named once")
        @Nullable List<CompressionEncoding> encodings,
    @JsonPropertyDescription(
            "Answers whose length is known and smaller, in bytes, pass as they are.")
        @Min(1)
        @Max(1_048_576)
        @Default("1024")
        @Nullable Integer minBytes,
    @JsonPropertyDescription(
            "Media types in lower case that are compressed, such as application/json or text/*."
                + " Default: text/* without event streams, JSON, JavaScript, XML, SVG, WebAssembly"
                + " and fonts that are not compressed.")
        @Size(min = 1, max = 32)
        @ValidationRule(
            value = "self.all(x, self.exists_one(y, x == y))",
            message = "a media type may be named once")
        @Nullable List<@Size(min = 3, max = 127) @Pattern(Compression.TYPE) String> types,
    @JsonPropertyDescription("Whether the processor's time or small answers are worth more.")
        @Default("Balanced")
        @Nullable CompressionLevel level) {

  /** A media type, or all types of a kind. */
  public static final String TYPE = "^[a-z0-9][-a-z0-9!#$&^_.+]*/([*]|[a-z0-9][-a-z0-9!#$&^_.+]*)$";
}
