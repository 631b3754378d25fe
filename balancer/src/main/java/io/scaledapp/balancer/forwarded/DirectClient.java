package io.scaledapp.balancer.forwarded;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import java.net.InetAddress;

/**
 * The peer is the client: what it says of itself is not repeated. All but the Host is known when
 * the connection opens, so a request costs a few copies.
 */
final class DirectClient implements ForwardedHeaders {
  private static final byte[] HOST_PARAMETER = ";host=\"".getBytes(US_ASCII);
  private static final byte[] HOST_LINE = "\"\r\nX-Forwarded-Host: ".getBytes(US_ASCII);
  private static final int HTTPS_PORT = Authority.defaultPort("https");
  private static final String PORT_LINE = "\r\nX-Forwarded-Port: ";
  private static final String LINE_END = "\r\n";

  private final InetAddress peer;
  private final byte[] clientLines;
  private final int defaultPort;
  private final int listenerPort;
  private final boolean tellsCertificate;

  /** The port of the latest request and its line: a connection's requests rarely differ in it. */
  private int port;

  private byte[] portLine;

  DirectClient(Peer client) {
    peer = client.address();
    String scheme = client.scheme();
    String address = Node.plain(peer);
    clientLines =
        (client.certificateLine() + "X-Forwarded-For: " + address + LINE_END)
            .concat("X-Forwarded-Proto: " + scheme + LINE_END)
            .concat("X-Real-IP: " + address + LINE_END)
            .concat("Forwarded: for=" + Node.quoted(peer) + ";proto=" + scheme)
            .getBytes(US_ASCII);
    defaultPort = Authority.defaultPort(scheme);
    listenerPort = client.listener().getPort();
    tellsCertificate = !client.certificateLine().isEmpty();
    port = defaultPort;
    portLine = portLine(port);
  }

  @Override
  public boolean peerIsTrusted() {
    return false;
  }

  @Override
  public boolean passesClientCertificate() {
    return false;
  }

  @Override
  public boolean tellsCertificate() {
    return tellsCertificate;
  }

  @Override
  public InetAddress client(Received received) {
    return peer;
  }

  @Override
  public boolean isSecure(Received received) {
    return defaultPort == HTTPS_PORT;
  }

  @Override
  public String host(Received received) {
    boolean isValid = Authority.isValid(received.head(), received.hostStart(), received.hostEnd());
    return isValid ? Authority.withoutPort(received.host()) : "";
  }

  @Override
  public void write(ByteBuf out, Received received) {
    ByteBuf head = received.head();
    int start = received.hostStart();
    int end = received.hostEnd();
    out.writeBytes(clientLines);
    if (!Authority.isValid(head, start, end)) {
      writePort(out, listenerPort);
      return;
    }
    copy(head, start, end, out.writeBytes(HOST_PARAMETER));
    copy(head, start, end, out.writeBytes(HOST_LINE));
    int hostPort = Authority.port(head, start, end);
    writePort(out, hostPort == 0 ? defaultPort : hostPort);
  }

  /** From the array behind the head if there is one: a copy between buffers makes garbage. */
  private static void copy(ByteBuf head, int start, int end, ByteBuf out) {
    if (head.hasArray()) {
      out.writeBytes(head.array(), head.arrayOffset() + start, end - start);
    } else {
      out.writeBytes(head, start, end - start);
    }
  }

  private void writePort(ByteBuf out, int wanted) {
    if (port != wanted) {
      port = wanted;
      portLine = portLine(wanted);
    }
    out.writeBytes(portLine);
  }

  private static byte[] portLine(int port) {
    return (PORT_LINE + port + LINE_END).getBytes(US_ASCII);
  }
}
