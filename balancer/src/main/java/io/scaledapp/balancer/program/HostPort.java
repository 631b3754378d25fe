package io.scaledapp.balancer.program;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import picocli.CommandLine.TypeConversionException;

/**
 * A place to listen at or to call, as a user writes it.
 *
 * @param host a name or an IP literal; an IPv6 one without brackets
 * @param port 0 to 65535; 0 means any free one
 */
public record HostPort(String host, int port) {

  /** Reads {@code host:port}, {@code [v6]:port}. */
  static HostPort parse(String text) {
    var colon = text.lastIndexOf(':');
    var host = colon < 0 ? "" : text.substring(0, colon);
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    } else if (host.contains(":")) {
      throw new TypeConversionException("'" + text + "' needs brackets: [" + host + "]:PORT");
    }
    if (host.isEmpty()) {
      throw new TypeConversionException("'" + text + "' is not HOST:PORT");
    }
    return new HostPort(host, port(text.substring(colon + 1), text));
  }

  private static int port(String digits, String text) {
    try {
      var port = Integer.parseInt(digits);
      if (port >= 0 && port <= 65_535) {
        return port;
      }
    } catch (NumberFormatException e) {
      // Told below, as a number out of range is.
    }
    throw new TypeConversionException("'" + text + "' has no port from 0 to 65535");
  }

  /**
   * The address of the host.
   *
   * @throws UserException when the name has none
   */
  public InetSocketAddress resolve() {
    try {
      return new InetSocketAddress(InetAddress.getByName(host), port);
    } catch (UnknownHostException e) {
      throw new UserException("the host name " + host + " has no address");
    }
  }

  @Override
  public String toString() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}
