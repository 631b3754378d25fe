package io.scaledapp.balancer.tls;

import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.util.ReferenceCountUtil;
import io.scaledapp.balancer.tls.TlsOptions.ClientCertificates;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificates of a listener and the files that hold them. A file is read by its name each
 * time, so that a Secret's changed link is followed too. For one thread at a time.
 */
final class CertificateFolders {
  private static final Logger log = LoggerFactory.getLogger(CertificateFolders.class);

  /** A certificate that is in force. */
  @SuppressWarnings("ArrayRecordComponent") // Compared by what stands in it.
  private record Entry(
      ServerCertificate.Files files,
      byte[] authorities,
      SubjectNames names,
      SslContext context,
      SessionTickets tickets) {

    boolean isOf(ServerCertificate.Files otherFiles, byte[] otherAuthorities) {
      return files.sameAs(otherFiles) && Arrays.equals(authorities, otherAuthorities);
    }
  }

  private final TlsOptions options;
  private final Map<Path, Entry> entries = new LinkedHashMap<>();

  private final ReplacementProblems problems = new ReplacementProblems();
  private byte[] authorities = new byte[0];

  private CertificateFolders(TlsOptions options) {
    this.options = options;
  }

  /**
   * Reads all.
   *
   * @throws TlsException if one cannot be used
   */
  static CertificateFolders load(TlsOptions options) throws TlsException {
    var folders = new CertificateFolders(options);
    try {
      folders.authorities = folders.readAuthorities();
      for (var folder : options.certificates()) {
        var files = ServerCertificate.Files.read(folder);
        folders.entries.put(folder, folders.entry(files));
      }
      return folders;
    } catch (TlsException e) {
      folders.all().forEach(ReferenceCountUtil::release);
      throw e;
    }
  }

  /** What handshakes take their certificate from. */
  ServerContexts contexts() {
    return new ServerContexts(
        entries.values().stream().map(Entry::names).toList(),
        entries.values().stream().map(Entry::context).toList());
  }

  /** The contexts of all certificates. */
  List<SslContext> all() {
    return entries.values().stream().map(Entry::context).toList();
  }

  /** Reads anew what has changed; returns the contexts that are replaced. */
  List<SslContext> refresh() {
    var replaced = new ArrayList<SslContext>();
    refreshAuthorities();
    for (var folder : options.certificates()) {
      try {
        var before = entries.get(folder);
        var files = ServerCertificate.Files.read(folder);
        if (before != null && !before.isOf(files, authorities)) {
          entries.put(folder, entry(files));
          replaced.add(before.context());
          log.atInfo().addKeyValue("folder", folder).log("certificate replaced");
        }
        problems.none(folder);
      } catch (TlsException e) {
        problems.found(folder, e);
      }
    }
    entries.values().forEach(entry -> entry.tickets().refresh());
    return replaced;
  }

  private void refreshAuthorities() {
    var asked = options.clientCertificates();
    if (asked.isPresent()) {
      var file = asked.get().authorities();
      try {
        authorities = readAuthorities();
        problems.none(file);
      } catch (TlsException e) {
        problems.found(file, e);
      }
    }
  }

  private byte[] readAuthorities() throws TlsException {
    var asked = options.clientCertificates();
    if (asked.isEmpty()) {
      return new byte[0];
    }
    var file = asked.get().authorities();
    byte[] bytes = PemFile.bytes(file);
    var unused = PemFile.certificates(file, bytes);
    return bytes;
  }

  private Entry entry(ServerCertificate.Files files) throws TlsException {
    var certificate = ServerCertificate.of(files);
    if (certificate.isExpired(Instant.now())) {
      log.atWarn()
          .addKeyValue("folder", files.folder())
          .addKeyValue("reason", "it ended " + certificate.chain().getFirst().getNotAfter())
          .log("a certificate is no longer valid, so clients refuse it; renew it");
    }
    try {
      var names = SubjectNames.of(certificate.chain().getFirst());
      var context = context(certificate);
      return new Entry(files, authorities, names, context, new SessionTickets(context));
    } catch (SSLException e) {
      throw new TlsException(files.folder(), "cannot be used for TLS: " + e.getMessage());
    }
  }

  private SslContext context(ServerCertificate certificate) throws SSLException, TlsException {
    var asked = options.clientCertificates();
    if (asked.isEmpty()) {
      return TlsEngine.context(certificate, List.<X509Certificate>of(), ClientAuth.NONE);
    }
    ClientCertificates clients = asked.get();
    return TlsEngine.context(
        certificate,
        PemFile.certificates(clients.authorities(), authorities),
        clients.required() ? ClientAuth.REQUIRE : ClientAuth.OPTIONAL);
  }
}
