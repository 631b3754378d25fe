package io.scaledapp.operator.up;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;

/**
 * What a run is started with.
 *
 * @param files the files with ScaledApps, at least one
 * @param listen where the balancer listens
 * @param trustedProxies addresses and CIDR blocks whose X-Forwarded-* and Forwarded are believed
 * @param admin where the admin API listens; loopback
 * @param stateFolder where tokens, logs and records of processes go
 * @param showLogs whether the replicas' output goes to the console as well
 */
public record UpOptions(
    List<Path> files,
    InetSocketAddress listen,
    List<String> trustedProxies,
    InetSocketAddress admin,
    Path stateFolder,
    boolean showLogs) {

  public UpOptions {
    files = List.copyOf(files);
    trustedProxies = List.copyOf(trustedProxies);
  }
}
