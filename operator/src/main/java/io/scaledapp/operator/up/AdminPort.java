package io.scaledapp.operator.up;

import io.scaledapp.operator.admin.AdminServer;
import io.scaledapp.operator.admin.HostLiteral;
import java.io.IOException;
import java.net.BindException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Takes the port of the admin API, or says who has it. */
final class AdminPort {

  private static final int PATIENCE_MILLIS = 1_000;

  private AdminPort() {}

  static AdminServer take(InetSocketAddress address, Path stateFolder) throws IOException {
    var place = HostLiteral.of(address.getAddress()) + ":" + address.getPort();
    try {
      return AdminServer.bind(address, stateFolder);
    } catch (BindException e) {
      throw new StartException(
          answersAsScaledApp(place)
              ? "another scaledapp up runs already, with its admin API at "
                  + place
                  + "; add apps to it with ./scaledapp apply -f FILE, or name another --admin"
              : "cannot listen at " + place + " (" + e.getMessage() + "); name another --admin");
    }
  }

  private static boolean answersAsScaledApp(String place) {
    try {
      var url = URI.create("http://" + place + "/healthz/live").toURL();
      var connection = (HttpURLConnection) url.openConnection();
      connection.setConnectTimeout(PATIENCE_MILLIS);
      connection.setReadTimeout(PATIENCE_MILLIS);
      try (var body = connection.getInputStream()) {
        return new String(body.readNBytes(16), StandardCharsets.UTF_8).equals("live\n");
      }
    } catch (IOException e) {
      return false;
    }
  }
}
