package io.scaledapp.operator.cli;

import io.scaledapp.operator.serve.ServeOptions.CertificateOptions;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** How balancers know the operator: one way or the other. */
@SuppressWarnings("NullAway.Init") // picocli gives one of the two, with all that it requires.
final class ControlCertificateOption {

  @ArgGroup(exclusive = false)
  private @Nullable Made made;

  @ArgGroup(exclusive = false)
  private Files files;

  /** Operators make certificates for themselves. */
  @SuppressWarnings("NullAway.Init") // picocli gives the required ones.
  private static final class Made {
    @Option(
        names = "--control-secret",
        required = true,
        description = "The Secret that keeps the certificate of the control port.")
    private String secret;

    @Option(
        names = "--control-ca",
        required = true,
        description = "The ConfigMap that keeps the certificates that balancers trust.")
    private String authority;

    @Option(
        names = "--control-host",
        required = true,
        description = "The name by which balancers connect.")
    private String host;
  }

  /** Somebody else makes them. */
  @SuppressWarnings("NullAway.Init") // picocli gives the required ones.
  private static final class Files {
    @Option(
        names = "--control-certificate",
        required = true,
        description = "A PEM file with the control port's certificate; read again when it changes.")
    private Path certificate;

    @Option(
        names = "--control-key",
        required = true,
        description = "A PEM file with the certificate's private key.")
    private Path key;
  }

  CertificateOptions options() {
    return made == null
        ? new CertificateOptions.Files(files.certificate, files.key)
        : new CertificateOptions.Made(made.secret, made.authority, made.host);
  }
}
