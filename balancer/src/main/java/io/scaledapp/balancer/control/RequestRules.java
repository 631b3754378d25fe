package io.scaledapp.balancer.control;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is done with an app's requests before a replica is sought, and with the heads of both
 * directions. Null is a rule that the app does not have.
 *
 * @param httpsRedirect where clients in plain text are sent
 * @param rewrite what replicas get in place of the path prefix that matched
 * @param access who may ask
 * @param clientLimits how much one client may ask
 * @param limits how large a request may be
 * @param requestHeaders what replicas get otherwise than clients sent it
 * @param responseHeaders what clients get otherwise than replicas sent it
 * @param errorPages what clients read where the balancer answers with an error itself
 */
public record RequestRules(
    @Nullable HttpsRedirect httpsRedirect,
    @Nullable PathRewrite rewrite,
    @Nullable Access access,
    @Nullable ClientLimits clientLimits,
    @Nullable MessageLimits limits,
    @Nullable HeaderEdits requestHeaders,
    @Nullable HeaderEdits responseHeaders,
    @Nullable ErrorPages errorPages) {

  /** Rules without error pages. */
  public RequestRules(
      @Nullable HttpsRedirect httpsRedirect,
      @Nullable PathRewrite rewrite,
      @Nullable Access access,
      @Nullable ClientLimits clientLimits,
      @Nullable MessageLimits limits,
      @Nullable HeaderEdits requestHeaders,
      @Nullable HeaderEdits responseHeaders) {
    this(
        httpsRedirect,
        rewrite,
        access,
        clientLimits,
        limits,
        requestHeaders,
        responseHeaders,
        null);
  }

  /** No rule at all. */
  public static final RequestRules NONE =
      new RequestRules(null, null, null, null, null, null, null);

  /**
   * Clients that came in plain text are told to come by https.
   *
   * @param statusCode 301 or 308
   * @param port where https is served; 443 is not written out
   */
  public record HttpsRedirect(int statusCode, int port) {}

  /**
   * The path prefix that matched becomes another one.
   *
   * @param prefix begins with a slash; {@code /} takes the matched one off
   */
  public record PathRewrite(String prefix) {}

  /**
   * Whose requests are taken: addresses and CIDRs, IPv4 and IPv6.
   *
   * @param allow empty means everybody
   * @param deny goes before {@code allow}
   */
  public record Access(List<String> allow, List<String> deny) {
    public Access {
      allow = List.copyOf(allow);
      deny = List.copyOf(deny);
    }
  }

  /**
   * How much one client may ask of each balancer.
   *
   * @param requestsPerSecond on average; 0 means no limit
   * @param burst requests that may come at once
   * @param maxConcurrency requests in flight at once; 0 means no limit
   * @param header whose value is a client too, beside the address; or empty
   */
  public record ClientLimits(int requestsPerSecond, int burst, int maxConcurrency, String header) {}

  /**
   * How large a request may be.
   *
   * @param maxBodyBytes of the content; 0 means no limit
   * @param maxHeadBytes of the head with all line ends; 0 means no limit but the balancer's own
   */
  public record MessageLimits(long maxBodyBytes, int maxHeadBytes) {}

  /**
   * Header fields that come and go, in the words of the Gateway API. Names are in any case.
   *
   * @param set in place of all fields of the name
   * @param add beside what there is
   * @param remove names
   */
  public record HeaderEdits(List<Field> set, List<Field> add, List<String> remove) {
    public HeaderEdits {
      set = List.copyOf(set);
      add = List.copyOf(add);
      remove = List.copyOf(remove);
    }
  }

  /**
   * Pages in place of the balancer's own words.
   *
   * @param pages the first that names a status has it, else the first that names none
   */
  public record ErrorPages(List<ErrorPage> pages) {
    public ErrorPages {
      pages = List.copyOf(pages);
    }
  }

  /**
   * A page in place of the balancer's own words.
   *
   * @param statuses 400 to 599; empty for all that no other page names
   * @param contentType visible ASCII with blanks between
   * @param body sent in UTF-8
   */
  public record ErrorPage(List<Integer> statuses, String contentType, String body) {
    public ErrorPage {
      statuses = List.copyOf(statuses);
    }
  }

  /** One header field; none that frames a message or concerns one connection. */
  public record Field(String name, String value) {}
}
