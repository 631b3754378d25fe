package io.scaledapp.balancer.configuration;

import static java.util.Objects.requireNonNullElse;

import io.scaledapp.balancer.tls.TlsOptions;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a listener speaks TLS. */
record TlsFields(
    @Required
        @Meaning(
            "Folders with `tls.crt` and `tls.key` in PEM, as a mounted Secret is; relative to the"
                + " file's own folder. Each serves the names and addresses of its certificate; the"
                + " first serves clients that ask for no name or an unknown one. Looked at each"
                + " second.")
        List<String> certificates,
    @Meaning("Asks clients for certificates of their own. Default: none is asked for.")
        @Nullable ClientCertificateFields clientCertificates,
    @Meaning("From an accepted connection to the end of its handshake.") Duration handshakeTimeout,
    @Meaning("Unfinished handshakes at once; for one more the oldest is given up.")
        @Range(min = 1, max = 100_000)
        Integer maxHandshakes) {

  TlsFields {
    certificates = List.copyOf(requireNonNullElse(certificates, List.of()));
    handshakeTimeout = requireNonNullElse(handshakeTimeout, TlsOptions.HANDSHAKE_TIMEOUT);
    maxHandshakes = requireNonNullElse(maxHandshakes, TlsOptions.MAX_HANDSHAKES);
  }

  /** What is asked of clients. */
  record ClientCertificateFields(
      @Required
          @Meaning("PEM file of the authorities that may have signed them. Looked at each second.")
          @Nullable String authorities,
      @Meaning("Required: who shows none is refused. Optional: who shows a bad one is.")
          Mode mode) {

    ClientCertificateFields {
      mode = requireNonNullElse(mode, Mode.Required);
    }
  }

  /** As users write it. */
  enum Mode {
    Optional,
    Required
  }
}
