package io.scaledapp.balancer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.scaledapp.balancer.control.AppRoute;
import io.scaledapp.balancer.control.QueueLimits;
import io.scaledapp.balancer.control.RequestRules;
import io.scaledapp.balancer.control.Timeouts;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What clients read where the balancer answers with an error itself. */
@ExtendWith(LeakCheck.class)
class ErrorPagesTest {
  private static final String PAGE = "<h1>Später</h1>";
  private static final String HTML = "text/html; charset=utf-8";
  private static final RequestRules.Access NOBODY =
      new RequestRules.Access(List.of(), List.of("127.0.0.1"));

  private static RequestRules.ErrorPage page(String body, Integer... statuses) {
    return new RequestRules.ErrorPage(List.of(statuses), HTML, body);
  }

  private static RequestRules pages(RequestRules.ErrorPage... pages) {
    return new RequestRules(
        null, null, null, null, null, null, null, new RequestRules.ErrorPages(List.of(pages)));
  }

  private static RequestRules refusing(RequestRules.ErrorPage... pages) {
    return new RequestRules(
        null, null, NOBODY, null, null, null, null, new RequestRules.ErrorPages(List.of(pages)));
  }

  /** With an app whose replica has gone, so that each request gets 502. */
  private static Fixture unreachable(RequestRules rules) {
    var replica = Replica.answering("");
    var app = Tables.app(replica).withRules(rules);
    replica.close();
    return new Fixture(options -> options, app);
  }

  @Test
  void pageOfTheStatusIsInPlaceOfTheText() {
    try (var fixture = unreachable(pages(page("other", 403), page(PAGE, 502, 504)))) {
      var client = fixture.client();
      var head = client.send("GET / HTTP/1.1\r\nHost: app\r\n\r\n").readHead();
      assertThat(head)
          .startsWith("HTTP/1.1 502 Bad Gateway\r\n")
          .contains("\r\nContent-Type: " + HTML + "\r\n")
          .contains("\r\nContent-Length: " + PAGE.getBytes(UTF_8).length + "\r\n")
          .contains("\r\nCache-Control: no-store\r\n")
          .contains("\r\nProxy-Status: scaledapp; error=connection_refused; ");
    }
  }

  @Test
  void pageIsWholeAndTheConnectionGoesOn() {
    try (var fixture = unreachable(pages(page("busy")))) {
      var client = fixture.client();
      for (int i = 0; i < 3; i++) {
        assertThat(client.get("/")).startsWith("HTTP/1.1 502 ").endsWith("\r\n\r\nbusy");
      }
    }
  }

  @Test
  void pageWithoutStatusesIsForWhatNoOtherNames() {
    try (var fixture = unreachable(pages(page("any"), page("refused", 502), page("more")))) {
      assertThat(fixture.client().get("/")).endsWith("\r\n\r\nrefused");
    }
    try (var fixture = unreachable(pages(page("busy", 503), page("any"), page("more")))) {
      assertThat(fixture.client().get("/")).endsWith("\r\n\r\nany");
    }
  }

  @Test
  void statusWithoutAPageIsToldInPlainText() {
    try (var fixture = unreachable(pages(page("busy", 503)))) {
      assertThat(fixture.client().get("/"))
          .contains("\r\nContent-Type: text/plain\r\n")
          .doesNotContain("busy", "Cache-Control");
    }
  }

  @Test
  void storedAnswerIsInPlaceOfThePageOfAReplicaThatHasGone() {
    var replica = CachedApps.answering(n -> CachedApps.ok("stored", CachedApps.FRESH));
    var app = CachedApps.cached(replica).withRules(pages(page("page")));
    try (var fixture = new Fixture(options -> options, app)) {
      var client = fixture.client();
      assertThat(client.send(CachedApps.get()).readResponse()).endsWith("stored");
      replica.close();
      assertThat(client.send(CachedApps.get()).readResponse())
          .startsWith("HTTP/1.1 200 OK\r\n")
          .endsWith("stored");
      assertThat(client.send("GET /other HTTP/1.1\r\nHost: app\r\n\r\n").readResponse())
          .startsWith("HTTP/1.1 502 Bad Gateway\r\n")
          .endsWith("page");
    }
  }

  @Test
  void refusalByARuleHasThePageToo() {
    try (var replica = Replica.answering("");
        var fixture =
            new Fixture(
                options -> options, Tables.app(replica).withRules(refusing(page("go", 403))))) {
      assertThat(fixture.client().get("/")).startsWith("HTTP/1.1 403 ").endsWith("\r\n\r\ngo");
    }
  }

  @Test
  void requestOfNoAppAfterOneThatHadAPageHasNone() {
    try (var replica = Replica.answering("");
        var fixture =
            new Fixture(
                options -> options,
                new AppRoute(
                        "default/app",
                        List.of("app"),
                        List.of("/"),
                        0,
                        AppRoute.Policy.ROUND_ROBIN,
                        0,
                        QueueLimits.DEFAULT,
                        Timeouts.DEFAULT,
                        Tables.endpoints(replica))
                    .withRules(refusing(page("go"))))) {
      var client = fixture.client();
      assertThat(client.get("/")).endsWith("\r\n\r\ngo");
      assertThat(client.send("GET / HTTP/1.1\r\nHost: none\r\n\r\n").readResponse())
          .startsWith("HTTP/1.1 404 ")
          .contains("text/plain");
    }
  }

  @Test
  void answerToHeadHasNoBody() {
    try (var fixture = unreachable(pages(page("busy")))) {
      var answer = fixture.client().send("HEAD / HTTP/1.0\r\nHost: app\r\n\r\n").readAll();
      assertThat(answer).contains("\r\nContent-Length: 4\r\n").endsWith("\r\n\r\n");
    }
  }

  @Test
  void http2ClientGetsThePage() {
    try (var fixture = unreachable(pages(page(PAGE, 502)));
        var client = new FramePeer(fixture.balancer.port())) {
      var answer = client.get(1).response(1);
      assertThat(answer.fields.getFirst())
          .contains(
              ":status: 502",
              "content-type: " + HTML,
              "cache-control: no-store",
              "content-length: " + PAGE.getBytes(UTF_8).length);
      assertThat(answer.body()).hasSize(PAGE.getBytes(UTF_8).length).startsWith("<h1>Sp");
      assertThat(client.request(3, true, "HEAD", "/").response(3).body()).isEmpty();
    }
  }

  @Test
  void grpcCallGetsItsStatusAndNoPage() {
    try (var fixture = unreachable(pages(page(PAGE)));
        var client = new FramePeer(fixture.balancer.port())) {
      client.request(1, true, "POST", "/s/M", "content-type", "application/grpc");
      var answer = client.response(1);
      assertThat(answer.fields.getFirst()).contains(":status: 200", "grpc-status: 14");
      assertThat(answer.body()).isEmpty();
    }
  }

  @Test
  void whatAReplicaAnswersStaysAsItIs() {
    var own = "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 2\r\n\r\nno";
    try (var replica = Replica.answering(own);
        var fixture =
            new Fixture(options -> options, Tables.app(replica).withRules(pages(page(PAGE))))) {
      assertThat(fixture.client().get("/")).isEqualTo(own);
    }
  }

  @Test
  void pageThatWouldBreakTheHeadLetsNobodyIn() {
    var broken = new RequestRules.ErrorPage(List.of(), "text/html\r\nX: y", "busy");
    try (var fixture = unreachable(pages(broken))) {
      assertThat(fixture.client().get("/")).startsWith("HTTP/1.1 500 ").doesNotContain("X: y");
    }
  }
}
