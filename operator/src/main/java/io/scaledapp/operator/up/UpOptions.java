package io.scaledapp.operator.up;

import io.scaledapp.balancer.BalancerOptions;
import io.scaledapp.balancer.configuration.ConfigurationFile;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a run is started with.
 *
 * @param files the files with ScaledApps, at least one
 * @param balancer how the balancer listens and treats its clients, as the command line says
 * @param configuration the file that says more of that, if there is one; its base are the options
 *     above
 * @param makesCertificate whether {@link #certificateFolder} is to get a certificate before the
 *     balancer listens
 * @param admin where the admin API listens; loopback
 * @param stateFolder where tokens, logs and records of processes go
 * @param showLogs whether the replicas' output goes to the console as well
 */
public record UpOptions(
    List<Path> files,
    BalancerOptions balancer,
    Optional<ConfigurationFile> configuration,
    boolean makesCertificate,
    InetSocketAddress admin,
    Path stateFolder,
    boolean showLogs) {

  public UpOptions {
    files = List.copyOf(files);
  }

  /** Where a certificate that was made for this machine is. */
  public static Path certificateFolder(Path stateFolder) {
    return stateFolder.resolve("tls");
  }
}
