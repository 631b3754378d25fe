package io.scaledapp.balancer.exchange;

import io.netty.util.AsciiString;
import io.scaledapp.balancer.http1.RequestHead;
import io.scaledapp.balancer.upstream.App;
import io.scaledapp.balancer.upstream.StickyCookies;
import io.scaledapp.balancer.upstream.UpstreamEndpoint;
import org.jspecify.annotations.Nullable;

/**
 * What requests of an app with sticky cookies have to do with their clients' sessions. One object
 * an exchange, used again.
 */
final class SessionAffinity {
  private @Nullable App app;

  /** Where the client's cookie leads. */
  private @Nullable UpstreamEndpoint preferred;

  private boolean overTls;

  /** A request comes of whose app this is not known. */
  void clear() {
    app = null;
    preferred = null;
  }

  /** A request of an app with sticky cookies. */
  void begin(App app, StickyCookies cookies, RequestHead head, ClientIdentity client) {
    this.app = app;
    preferred = app.inSession(head);
    overTls = cookies.dependsOnTls() && client.isSecure(head);
  }

  /** The endpoint that has the client's session, or null if none has. */
  @Nullable UpstreamEndpoint preferred() {
    return preferred;
  }

  /**
   * What is to be set with the response of {@code answering}; null for nothing. A session whose
   * endpoint only had no slot, or failed just this time, stays with it.
   */
  @Nullable AsciiString setCookie(@Nullable UpstreamEndpoint answering) {
    App app = this.app;
    StickyCookies cookies = app == null ? null : app.stickyCookies();
    if (app == null || cookies == null || answering == null || answering == preferred) {
      return null;
    }
    boolean stays = preferred != null && app.takesSession(preferred);
    return stays ? null : cookies.setCookie(answering, overTls);
  }
}
