package io.scaledapp.operator.platform.local.process;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds out where processes listen, by {@code /proc}; where there is none, nothing is known.
 *
 * @see <a href="https://docs.kernel.org/networking/proc_net_tcp.html">the tables of sockets</a>
 */
final class ListeningSockets {
  private static final Path PROC = Path.of("/proc");

  /** TCP_LISTEN of the kernel's {@code tcp_states.h}. */
  private static final String LISTEN = "0A";

  private static final String SOCKET = "socket:[";

  private ListeningSockets() {}

  /** By port; without those of processes that end meanwhile or belong to another user. */
  static List<ListeningSocket> of(Collection<Long> pids) {
    var byInode = new HashMap<String, ListeningSocket>();
    for (var table : List.of("tcp", "tcp6")) {
      byInode.putAll(table(PROC.resolve("self/net").resolve(table)));
    }
    return pids.stream()
        .flatMap(ListeningSockets::inodes)
        .flatMap(inode -> Optional.ofNullable(byInode.get(inode)).stream())
        .distinct()
        .sorted(Comparator.comparingInt(ListeningSocket::port))
        .toList();
  }

  private static Map<String, ListeningSocket> table(Path file) {
    var sockets = new HashMap<String, ListeningSocket>();
    try (var lines = Files.lines(file)) {
      lines
          .skip(1)
          .map(line -> line.strip().split("\\s+"))
          .filter(fields -> fields[3].equals(LISTEN))
          .forEach(fields -> sockets.put(fields[9], socket(fields[1])));
    } catch (IOException e) {
      // No Linux, or one without IPv6.
      return Map.of();
    }
    return sockets;
  }

  /** Reads {@code 0100007F:32C8}: words of 32 bits in the machine's order, and the port. */
  static ListeningSocket socket(String text) {
    var colon = text.indexOf(':');
    var words = ByteBuffer.wrap(HexFormat.of().parseHex(text, 0, colon));
    var address = ByteBuffer.allocate(words.capacity()).order(ByteOrder.nativeOrder());
    while (words.hasRemaining()) {
      address.putInt(words.getInt());
    }
    return new ListeningSocket(
        host(address.array()), Integer.parseInt(text, colon + 1, text.length(), 16));
  }

  private static String host(byte[] address) {
    try {
      var host = InetAddress.getByAddress(address);
      return host instanceof Inet6Address
          ? "[" + shortened(host.getHostAddress()) + "]"
          : host.getHostAddress();
    } catch (IOException e) {
      throw new IllegalStateException("an address has 4 or 16 bytes", e);
    }
  }

  /** The two addresses that servers mostly listen on, as people write them (RFC 5952). */
  private static String shortened(String address) {
    return switch (address) {
      case "0:0:0:0:0:0:0:0" -> "::";
      case "0:0:0:0:0:0:0:1" -> "::1";
      default -> address;
    };
  }

  private static Stream<String> inodes(long pid) {
    try (var links = Files.list(PROC.resolve(pid + "/fd"))) {
      return links.flatMap(ListeningSockets::inode).toList().stream();
    } catch (IOException e) {
      return Stream.empty();
    }
  }

  private static Stream<String> inode(Path link) {
    try {
      var target = Files.readSymbolicLink(link).toString();
      return target.startsWith(SOCKET)
          ? Stream.of(target.substring(SOCKET.length(), target.length() - 1))
          : Stream.empty();
    } catch (IOException e) {
      return Stream.empty();
    }
  }
}
