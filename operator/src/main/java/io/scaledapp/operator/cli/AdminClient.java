package io.scaledapp.operator.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.scaledapp.balancer.program.HostPort;
import io.scaledapp.balancer.program.UserException;
import io.scaledapp.operator.admin.AdminToken;
import io.scaledapp.operator.admin.HostLiteral;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;

/** Speaks to the admin API of a running {@code up}. */
final class AdminClient {

  private static final Duration CONNECT = Duration.ofSeconds(3);

  /** For what is done at once, above the server's own bound. */
  static final Duration SHORT = Duration.ofSeconds(15);

  /** For what waits for replicas, above the server's own bound. */
  static final Duration LONG = Duration.ofMinutes(31);

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(CONNECT).build();
  private final String address;
  private final String token;

  private AdminClient(String address, String token) {
    this.address = address;
    this.token = token;
  }

  /**
   * A client for the program at an address.
   *
   * @throws UserException when it has left no token, so does not run
   */
  static AdminClient of(HostPort admin, Path stateFolder) {
    InetSocketAddress at = admin.resolve();
    var file = AdminToken.file(stateFolder, at.getAddress().getHostAddress(), at.getPort());
    var address = HostLiteral.of(at.getAddress()) + ":" + at.getPort();
    try {
      return new AdminClient(address, Files.readString(file));
    } catch (NoSuchFileException e) {
      throw noneAnswers(address);
    } catch (IOException e) {
      throw new UserException("cannot read the admin token " + file + ": " + e.getMessage());
    }
  }

  JsonNode get(String path) {
    return json(send(request("GET", path, SHORT), BodyHandlers.ofString()));
  }

  /** Sends a command with a JSON body; an empty one means none. */
  JsonNode send(String method, String path, String body, Duration patience) {
    var publisher = body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body);
    var request = request(method, path, patience).method(method, publisher);
    return json(send(request, BodyHandlers.ofString()));
  }

  /** Opens a streamed answer, which ends when the program says so or goes. */
  InputStream stream(String path) {
    var response = send(request("GET", path, SHORT), BodyHandlers.ofInputStream());
    if (response.statusCode() == 200) {
      return response.body();
    }
    try (var body = response.body()) {
      throw failure(response.statusCode(), new String(body.readNBytes(1 << 16), UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode json(HttpResponse<String> response) {
    if (response.statusCode() >= 300) {
      throw failure(response.statusCode(), response.body());
    }
    try {
      return MAPPER.readTree(response.body());
    } catch (JsonProcessingException e) {
      throw new UserException("what answers is not the admin API of scaledapp");
    }
  }

  private static UserException failure(int status, String body) {
    try {
      var detail = MAPPER.readTree(body).path("detail").asText();
      return new UserException(detail.isEmpty() ? "refused with HTTP status " + status : detail);
    } catch (JsonProcessingException e) {
      return new UserException("refused with HTTP status " + status);
    }
  }

  private HttpRequest.Builder request(String method, String path, Duration patience) {
    return HttpRequest.newBuilder(URI.create("http://" + address + path))
        .method(method, BodyPublishers.noBody())
        .timeout(patience)
        .header("Authorization", "Bearer " + token);
  }

  private <T> HttpResponse<T> send(HttpRequest.Builder request, BodyHandler<T> handler) {
    try {
      return http.send(request.build(), handler);
    } catch (ConnectException e) {
      throw noneAnswers(address);
    } catch (HttpTimeoutException e) {
      throw new UserException("the scaledapp up at " + address + " does not answer in time");
    } catch (IOException e) {
      throw new UserException("the scaledapp up at " + address + " broke off: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UserException("interrupted");
    }
  }

  private static UserException noneAnswers(String address) {
    return new UserException(
        "no scaledapp up answers at "
            + address
            + "; start one with ./scaledapp up -f FILE, or name its --admin");
  }
}
