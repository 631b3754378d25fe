package io.scaledapp.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Header fields that come and go, as HTTPHeaderFilter of the Gateway API says it. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record HeaderEdits(
    @JsonPropertyDescription("Fields in place of all that have the name.") @Size(min = 1, max = 16)
        @Nullable List<HeaderField> set,
    @JsonPropertyDescription("Fields beside those that there are.") @Size(min = 1, max = 16)
        @Nullable List<HeaderField> add,
    @JsonPropertyDescription("Names of fields that are taken off, in any case.")
        @Size(min = 1, max = 16)
        @ValidationRule(
            value = "self.all(name, !name.matches('" + HeaderEdits.KEPT + "'))",
            message = HeaderEdits.KEPT_MESSAGE)
        @Nullable List<@Size(min = 1, max = 128) @Pattern("^[-!#$%&'*+.^_`|~A-Za-z0-9]+$") String>
            remove) {

  /** What frames a message, concerns one connection, or tells of the client. */
  static final String KEPT =
      "(?i)^(connection|keep-alive|proxy-connection|te|trailer|transfer-encoding|upgrade"
          + "|http2-settings|host|expect|content-length|content-encoding|forwarded|traceparent"
          + "|tracestate|x.real.ip|x.forwarded.*|sec-websocket-.*)$";

  static final String KEPT_MESSAGE =
      "must not name a field of framing, of one connection or of a WebSocket's handshake, Host,"
          + " Expect, Content-Encoding, or what the balancer says of the client and the trace";
}
