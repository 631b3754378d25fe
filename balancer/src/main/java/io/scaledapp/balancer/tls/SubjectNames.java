package io.scaledapp.balancer.tls;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * What a certificate is for: its subject alternative names (RFC 5280 section 4.2.1.6).
 *
 * @param dns names in lower case; {@code *.example.com} is for every label before
 * @param addresses IP addresses
 */
record SubjectNames(List<String> dns, List<InetAddress> addresses) {
  /** Of the choice GeneralName. */
  private static final int DNS_NAME = 2;

  private static final int IP_ADDRESS = 7;

  /** The names of the certificate; none if what stands there cannot be read. */
  static SubjectNames of(X509Certificate certificate) {
    return new SubjectNames(
        values(certificate, DNS_NAME).stream().map(name -> name.toLowerCase(Locale.ROOT)).toList(),
        values(certificate, IP_ADDRESS).stream().map(SubjectNames::address).toList());
  }

  private static List<String> values(X509Certificate certificate, int kind) {
    try {
      var names = certificate.getSubjectAlternativeNames();
      return names == null
          ? List.of()
          : names.stream()
              .filter(name -> Objects.equals(name.getFirst(), kind))
              .map(name -> (String) name.get(1))
              .toList();
    } catch (CertificateParsingException e) {
      // It is still served to clients that ask for no name.
      return List.of();
    }
  }

  private static InetAddress address(String literal) {
    try {
      return InetAddress.getByAddress(NetUtil.createByteArrayFromIpAddressString(literal));
    } catch (UnknownHostException e) {
      throw new IllegalStateException("a certificate's address is " + literal, e);
    }
  }
}
