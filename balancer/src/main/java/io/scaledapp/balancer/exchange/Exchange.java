package io.scaledapp.balancer.exchange;

import static java.util.Objects.requireNonNull;

import io.netty.buffer.ByteBuf;
import io.scaledapp.balancer.cache.AppCache;
import io.scaledapp.balancer.compression.EncoderException;
import io.scaledapp.balancer.control.AppRoute;
import io.scaledapp.balancer.control.AppRoute.Protocol;
import io.scaledapp.balancer.control.RetryPolicy;
import io.scaledapp.balancer.control.Timeouts;
import io.scaledapp.balancer.eventloop.Worker;
import io.scaledapp.balancer.filter.AppFilter;
import io.scaledapp.balancer.filter.ClientPlace;
import io.scaledapp.balancer.filter.ErrorPages;
import io.scaledapp.balancer.http1.Cause;
import io.scaledapp.balancer.http1.MessageHead;
import io.scaledapp.balancer.http1.MessageHead.Progress;
import io.scaledapp.balancer.http1.Method;
import io.scaledapp.balancer.http1.Refusal;
import io.scaledapp.balancer.http1.RequestHead;
import io.scaledapp.balancer.http1.ResponseHead;
import io.scaledapp.balancer.http1.TrailerSection;
import io.scaledapp.balancer.stream.Boundaries;
import io.scaledapp.balancer.upstream.App;
import io.scaledapp.balancer.upstream.CircuitBreaker;
import io.scaledapp.balancer.upstream.DrainTimer;
import io.scaledapp.balancer.upstream.Passage;
import io.scaledapp.balancer.upstream.ReplicaConnection;
import io.scaledapp.balancer.upstream.ResponseHandler;
import io.scaledapp.balancer.upstream.StickyCookies;
import io.scaledapp.balancer.upstream.Upstream;
import io.scaledapp.balancer.upstream.UpstreamEndpoint;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request from its head to the end of its response. Read from top to bottom it tells the whole
 * story: {@link #begin} finds the app, asks its rules and seeks a place, {@link #relay} has a
 * replica and sends the request, {@link #input} passes the client's bytes on, {@link #head} and
 * {@link #body} the replica's, {@link #complete} ends it well, {@link #lost} decides on a second
 * attempt, {@link #timedOut} ends what takes too long. One object a client connection, used again.
 */
public final class Exchange implements PlacementListener, ResponseHandler {
  private static final Logger logger = LoggerFactory.getLogger(Exchange.class);

  /** A replica that sends more 1xx responses than this is not going to answer. */
  private static final int MAX_INTERIM_RESPONSES = 100;

  private final Client client;
  private final Proxy proxy;
  private final Worker worker;
  private final Placement placement;
  private final RequestRelay request;
  private final ResponsePath path;
  private final RequestLog log;
  private final Account account;
  private final RequestTrace trace;
  private final BodyPace pace = new BodyPace();

  /** Where the response goes: to the client's relay, or through what changes or keeps it before. */
  private ResponseRelay response;

  /** What the request has to do with its app's cache; null where there is none. */
  private @Nullable CachedRequest cached;

  private @Nullable Upstream replica;
  private @Nullable Tunnel tunnel;

  /** An answer that can be ended before its replica goes; null for any other. */
  private @Nullable AnswerStream stream;

  /** Of what lives on its replica for long, while there is such a thing. */
  private @Nullable DrainTimer drainTimer;

  /** What the request holds of its client's allowance, where an app has rules. */
  private @Nullable ClientPlace place;

  /** The request's way through its app's circuit breaker; null where there is none. */
  private @Nullable Passage passage;

  private @Nullable Passage reusablePassage;

  /** What requests have to do with sessions; null before the first whose app has sticky cookies. */
  private @Nullable SessionAffinity affinity;

  private Timeouts timeouts = Timeouts.DEFAULT;
  private RetryPolicy retryPolicy = RetryPolicy.DEFAULT;
  private int retries;
  private int interimResponses;
  private boolean awaitsContinue;

  /** A gRPC call to replicas that may stream both ways. */
  private boolean isCall;

  private OwnResponse.Form form = OwnResponse.Form.TEXT;

  /** Of the request's app, if it has any. */
  private @Nullable ErrorPages errorPages;

  /** Whether the request was sent once more since a replica had not looked at it. */
  private boolean wasRefused;

  /** For the requests of {@code client}, one after the other. */
  public Exchange(Client client, ResponseRelay relay, Proxy proxy) {
    this.client = client;
    response = relay;
    this.proxy = proxy;
    worker = proxy.worker;
    placement = new Placement(this, proxy);
    request = new RequestRelay(worker.limits());
    trace = new RequestTrace();
    log = new RequestLog(client, proxy);
    account = new Account(client, proxy, trace, log);
    path = new ResponsePath(relay, client, proxy, log, this::encoderFailed);
  }

  /** Takes a request; the head is valid during the call. */
  public void begin(RequestHead head) {
    response = path.begin(head);
    log.begin(head);
    form = OwnResponse.Form.of(head);
    trace.begin(proxy.settings().tracer(), head, client);
    log.trace(trace.line());
    App app = proxy.apps.find(head);
    errorPages = null;
    if (app == null) {
      account.answeredWithoutApp(OwnResponse.NO_APP, head);
      answer(OwnResponse.NO_APP, head);
      return;
    }
    AppFilter filter = app.filter();
    if (filter != null) {
      errorPages = filter.errorPages();
    }
    Refusal refusal = refusal(app, filter, head);
    if (refusal != null && !servesInsteadOf(refusal)) {
      endCached();
      account.answeredByRule(app, refusal, head);
      log.app(app.name());
      answer(refusal, head);
      return;
    }
    if (filter != null) {
      response.edit(filter.responseHeaders());
    }
    AppRoute route = app.route();
    timeouts = route.timeouts();
    retryPolicy = route.traffic().retries();
    response = path.begin(head, route);
    retries = 0;
    interimResponses = 0;
    awaitsContinue = head.expectsContinue();
    wasRefused = false;
    boolean multiplexed = route.protocol() == Protocol.HTTP2;
    isCall = multiplexed && head.isGrpc();
    if (isHit()) {
      account.beginStored(app);
      sendStored();
      return;
    }
    account.begin(app);
    send(head, filter, multiplexed);
    placement.begin(
        app,
        route.protocol(),
        RequestHash.of(head, route, client.identity()),
        preferred(app, head));
  }

  /** Where the client's session is, if the app has sticky cookies. */
  private @Nullable UpstreamEndpoint preferred(App app, RequestHead head) {
    StickyCookies cookies = app.stickyCookies();
    if (cookies == null) {
      if (affinity != null) {
        affinity.clear();
      }
      return null;
    }
    if (affinity == null) {
      affinity = new SessionAffinity();
    }
    affinity.begin(app, cookies, head, client.identity());
    return affinity.preferred();
  }

  private void setCookie() {
    if (affinity != null) {
      response.setCookie(affinity.setCookie(placement.endpoint()));
    }
  }

  /** Asks the app's rules, its cache and its circuit breaker, in this order. */
  private @Nullable Refusal refusal(App app, @Nullable AppFilter filter, RequestHead head) {
    Refusal refusal = filter == null ? null : check(filter, head);
    AppCache cache = app.cache();
    if (cache != null && refusal == null) {
      cached = new CachedRequest(proxy, client, app.name(), cache, head);
      refusal = cached.refusal();
    }
    CircuitBreaker breaker = app.circuitBreaker();
    if (breaker != null && refusal == null && !isHit()) {
      refusal = enter(breaker);
    }
    return refusal;
  }

  /** Makes ready what a replica gets: the client's request, or one about what is stored. */
  private void send(RequestHead head, @Nullable AppFilter filter, boolean multiplexed) {
    CachedRequest cached = this.cached;
    if (cached == null) {
      beginRequest(head, filter, multiplexed);
      return;
    }
    response = cached.storing(response, client, multiplexed);
    RequestHead sent = cached.toSend(head, client);
    beginRequest(sent, filter, multiplexed);
    cached.giveBack(sent, head);
  }

  private void beginRequest(RequestHead head, @Nullable AppFilter filter, boolean multiplexed) {
    boolean upgrade = !multiplexed && RequestRelay.mayUpgrade(head);
    request.begin(
        head,
        client.identity().rewrite(head, upgrade, filter, trace.line(), client.allocator()),
        upgrade,
        multiplexed,
        filter == null ? Long.MAX_VALUE : filter.maxBodyBytes());
  }

  private boolean isHit() {
    return cached != null && cached.isHit();
  }

  /** Whether what the replica sends is not for the client, which gets what is stored. */
  private boolean swallows() {
    return cached != null && cached.swallows();
  }

  private boolean servesInsteadOf(Refusal refusal) {
    return cached != null && cached.servesInsteadOf(refusal);
  }

  /** Answers from the cache; whatever the request holds of replicas is given back. */
  private void sendStored() {
    StoredAnswer answer = requireNonNull(cached, "there is a cache").answer(client);
    placement.release();
    endPassage();
    request.end();
    response = path.behindCache();
    replica = answer;
    answer.begin(this);
    answer.send();
  }

  private void endPassage() {
    if (passage != null) {
      passage.release();
      passage = null;
    }
  }

  private void endCached() {
    if (cached != null) {
      cached.end(log);
      cached = null;
    }
  }

  private @Nullable Refusal check(AppFilter filter, RequestHead head) {
    if (place == null) {
      place = new ClientPlace();
    }
    return filter.check(head, client.identity(), worker.nanoTime(), place);
  }

  private @Nullable Refusal enter(CircuitBreaker breaker) {
    Passage passage = reusablePassage;
    if (passage == null) {
      passage = new Passage(worker.index());
      reusablePassage = passage;
    }
    Refusal refusal = passage.enter(breaker, worker.nanoTime());
    if (refusal == null) {
      this.passage = passage;
    } else if (place != null) {
      place.release();
    }
    return refusal;
  }

  /** Answers a request that no replica gets to see. */
  private void answer(Refusal refusal, RequestHead head) {
    Refusal shown = shown(refusal);
    log.answered(shown, form);
    log.end();
    client.answer(shown, response.mayGoOn() && !head.hasBody(), form);
  }

  /** A request is not taken, and was answered in this form; that is logged. */
  public void refused(Refusal refusal, RequestHead head, OwnResponse.Form form) {
    log.begin(head);
    log.answered(refusal, form);
    log.end();
  }

  @Override
  public void waits(Duration timeout) {
    client.deadline(timeout);
  }

  @Override
  public void waited(long nanos) {
    account.waited(nanos);
  }

  @Override
  public void attempts(UpstreamEndpoint endpoint, Protocol protocol) {
    trace.attempts(endpoint, protocol);
    log.attempts(endpoint);
  }

  @Override
  public void connects() {
    client.clearDeadline();
  }

  /** Sends the request, or sends it again. */
  @Override
  public void relay(Upstream replica) {
    this.replica = replica;
    replica.begin(this);
    trace.sends(request);
    request.attach(replica);
    awaitBody();
    progress();
    client.resumeInput();
  }

  /** Whether bytes of the client have somewhere to go. */
  public boolean takesInput() {
    return tunnel != null || request.wantsBody();
  }

  public boolean isTunnel() {
    return tunnel != null;
  }

  /** Whether the replica is so slow that the client has to be slowed down. */
  public boolean isReplicaBlocked() {
    return replica != null && !replica.isWritable();
  }

  /** Passes bytes of the client on; what does not belong to the request stays. */
  public void input(ByteBuf in) {
    int before = in.readableBytes();
    if (tunnel != null) {
      tunnel.fromClient(in);
    } else {
      if (request.read(in) == Progress.REFUSED) {
        giveUp(request.refusal());
        return;
      }
      pace.came(before - in.readableBytes());
    }
    log.received(before - in.readableBytes());
    progress();
  }

  /** The client takes bytes again. */
  public void clientWritable() {
    if (replica != null) {
      progress();
      replica.setReading(true);
    }
  }

  /** Whether the exchange has a place, and what the client sends belongs to it. */
  boolean needsInput() {
    return tunnel != null ? tunnel.needsInput() : !request.isComplete() && !placement.isQueued();
  }

  /** The client sends nothing more; returns whether the exchange goes on nevertheless. */
  public boolean clientInputEnded() {
    if (tunnel != null) {
      tunnel.clientInputEnded();
      return true;
    }
    return request.isComplete() && !placement.isQueued();
  }

  @Override
  public Method method() {
    return response.method();
  }

  @Override
  public boolean isCall() {
    return isCall;
  }

  @Override
  public boolean keepsChunks() {
    return response.keepsChunks();
  }

  @Override
  public boolean isRequestComplete() {
    return request.isComplete();
  }

  @Override
  public void interim(ResponseHead head) {
    if (++interimResponses > MAX_INTERIM_RESPONSES) {
      abandonReplica();
      lost(Loss.INVALID);
      return;
    }
    progress();
    awaitsContinue = false;
    awaitBody();
    response.interim(head);
  }

  @Override
  public void switched(ResponseHead head, ReplicaConnection connection) {
    if (!request.offered(head) || !response.agrees(head)) {
      abandonReplica();
      lost(Loss.INVALID);
      return;
    }
    request.dropReplay();
    trace.replied(head.status());
    if (passage != null) {
      passage.answered(false, worker.nanoTime());
    }
    setCookie();
    response.switched(head);
    account.answered(head.status());
    connection.endpoint().tunnels(1);
    var opened = new Tunnel(client, connection, request.offersWebSocket());
    tunnel = opened;
    drainTimer = DrainTimer.start(worker, connection.endpoint(), opened);
    progress();
    client.resumeInput();
  }

  @Override
  public void head(ResponseHead head, int following) {
    progress();
    request.dropReplay();
    trace.replied(head.status());
    if (passage != null) {
      boolean serverError =
          head.status() >= 500 || (isCall && GrpcStatus.isServerError(GrpcStatus.find(head)));
      passage.answered(serverError, worker.nanoTime());
    }
    if (isCall && head.status() < 500) {
      callEnded(head);
    }
    if (cached != null && cached.replaces(head)) {
      return;
    }
    if (awaitsContinue && !request.isComplete()) {
      // RFC 9110 section 10.1.1: nobody knows whether the client is going to send the body.
      response.closeAfterwards();
    }
    setCookie();
    if (head.contentLength() < 0) {
      beginStream(head);
    }
    response.head(head, following);
    account.answered(head.status());
  }

  /** Has a gRPC client call again, elsewhere. */
  private void sendStatus() {
    TrailerSection section = worker.trailerSections().take();
    section.read(GrpcStatus.replicaLeaves());
    response.trailers(section);
    section.clear();
    worker.trailerSections().giveBack(section);
  }

  /** What may go on for long is followed, and ended before its replica goes. */
  private void beginStream(ResponseHead head) {
    Boundaries boundaries = AnswerStream.boundaries(head, method(), isCall);
    UpstreamEndpoint endpoint = placement.endpoint();
    if (boundaries != null && endpoint != null) {
      var begun = new AnswerStream(boundaries, this::endStream);
      stream = begun;
      response.rechunk();
      drainTimer = DrainTimer.start(worker, endpoint, begun);
    }
  }

  private void passStream(AnswerStream stream, ByteBuf bytes) {
    int passed = stream.follow(bytes);
    passBody(passed == bytes.readableBytes() ? bytes : bytes.slice(bytes.readerIndex(), passed));
    if (stream.isOver()) {
      endStream();
    }
  }

  /** The answer is as whole as it is going to be, which is no fault of the replica's. */
  private void endStream() {
    abandonReplica();
    if (isCall) {
      sendStatus();
    }
    complete();
  }

  /** Of a call that has no message the head says how it ended, of any other the trailers. */
  private void callEnded(MessageHead fields) {
    UpstreamEndpoint endpoint = placement.endpoint();
    String status = GrpcStatus.find(fields);
    if (endpoint != null && status != null) {
      endpoint.callEnded(GrpcStatus.isServerError(status));
    }
  }

  @Override
  public void body(ByteBuf bytes) {
    progress();
    if (tunnel != null) {
      log.sent(bytes.readableBytes());
      tunnel.fromReplica(bytes);
    } else if (stream == null) {
      passBody(bytes);
    } else {
      passStream(stream, bytes);
    }
    if (replica != null && !client.isWritable()) {
      replica.setReading(false);
      progress();
    } else if (replica != null && response.needsRest()) {
      rest(replica);
    }
  }

  private void passBody(ByteBuf bytes) {
    if (swallows()) {
      bytes.release();
      return;
    }
    if (!path.compresses()) {
      log.sent(bytes.readableBytes());
    }
    try {
      response.body(bytes);
    } catch (EncoderException e) {
      encoderFailed(e);
    }
  }

  /** Lets others of the event loop have their turn before the replica's next bytes. */
  private void rest(Upstream replica) {
    replica.setReading(false);
    worker.execute(
        () -> {
          if (this.replica == replica && client.isWritable()) {
            replica.setReading(true);
          }
        });
  }

  /** The client has the beginning of a body whose rest there is no way to send. */
  private void encoderFailed(EncoderException e) {
    logger.atError().setCause(e).log("a response was cut");
    abandonReplica();
    cut(ReplicaLoss.INCOMPLETE);
  }

  @Override
  public void trailers(TrailerSection section) {
    if (isCall) {
      callEnded(section);
    }
    if (!swallows()) {
      response.trailers(section);
    }
  }

  @Override
  public void replicaWritable() {
    awaitBody();
    progress();
    client.resumeInput();
  }

  @Override
  public void tunnelInputEnded() {
    if (tunnel != null) {
      tunnel.replicaInputEnded();
    }
  }

  @Override
  public void complete() {
    replica = null;
    if (swallows()) {
      sendStored();
      return;
    }
    try {
      response.end();
    } catch (EncoderException e) {
      encoderFailed(e);
      return;
    }
    boolean reusable = response.keepAlive() && request.isComplete();
    end();
    client.exchangeEnded(reusable);
  }

  @Override
  public void lost(Loss loss) {
    replica = null;
    trace.lost(loss);
    UpstreamEndpoint endpoint = placement.endpoint();
    if (endpoint != null && tunnel == null && loss != Loss.LEAVING) {
      endpoint.failed();
    }
    if (swallows()) {
      sendStored();
    } else if (tunnel != null) {
      end();
      client.exchangeEnded(false);
    } else if (response.isStarted()) {
      cut(ReplicaLoss.INCOMPLETE);
    } else if (mayRetry(loss)) {
      retry();
    } else if (isCall && loss == Loss.CANCELLED) {
      // Its client makes DEADLINE_EXCEEDED of it when the call's time is over.
      Refusal refusal = ReplicaLoss.of(loss);
      account.answered(refusal.status());
      account.failed(refusal, request);
      end();
      client.cancel();
    } else {
      fail(loss == Loss.UNREACHABLE ? placement.unreachable() : ReplicaLoss.of(loss));
    }
  }

  private boolean mayRetry(Loss loss) {
    return switch (loss) {
      case UNREACHABLE -> mayRetry();
      case LEAVING, REFUSED -> request.isWhole() && (isFirstRefusal() || mayRetry());
      case CLOSED -> request.isReplayable() && mayRetry();
      case INVALID, CANCELLED -> false;
    };
  }

  /** The first time costs no retry, as in gRPC (gRFC A6, transparent retries). */
  private boolean isFirstRefusal() {
    boolean first = !wasRefused;
    wasRefused = true;
    return first;
  }

  private boolean mayRetry() {
    boolean may =
        retries < retryPolicy.attempts()
            && (passage == null || passage.tryRetry())
            && placement.mayBeginAgain();
    if (may) {
      retries++;
    }
    return may;
  }

  private void retry() {
    account.retried();
    request.detach();
    placement.beginAgain();
  }

  @Override
  public void refusedByQueue(Refusal refusal) {
    account.refusedByQueue();
    fail(refusal);
  }

  /** Nothing moved for as long as whoever is to blame may take. */
  public void timedOut() {
    if (placement.isQueued()) {
      account.refusedByQueue();
      fail(OwnResponse.QUEUE_TIMEOUT);
    } else if (outputMoved()) {
      progress();
    } else if (isStream() || tunnel != null) {
      giveUp(OwnResponse.STREAM_TIMEOUT);
    } else if (clientOwesBody()) {
      giveUp(OwnResponse.BODY_TIMEOUT);
    } else {
      UpstreamEndpoint endpoint = placement.endpoint();
      if (endpoint != null && client.isWritable() && !client.isHalfClosed()) {
        endpoint.failed();
      } else if (passage != null) {
        passage.forget();
      }
      trace.timedOut();
      if (isTry() && request.isReplayable() && mayRetry()) {
        abandonReplica();
        retry();
      } else {
        giveUp(OwnResponse.REPLICA_TIMEOUT);
      }
    }
  }

  /** Whether the replica has the whole request, and its own time-out to begin its answer within. */
  private boolean isTry() {
    return retryPolicy.perTryTimeout().isPositive()
        && request.isComplete()
        && !response.isStarted();
  }

  /** Whether a peer that is slow to take bytes took some since the last look. */
  private boolean outputMoved() {
    boolean toClient = !client.isWritable() && client.isSending();
    boolean toReplica = replica != null && !replica.isWritable() && replica.isSending();
    return toClient || toReplica;
  }

  private boolean clientOwesBody() {
    return !request.isComplete() && !isReplicaBlocked() && !(awaitsContinue && !request.bodySent());
  }

  /** The balancer is going to close: ends the exchange in words if it can. */
  public void drainEnds() {
    if (tunnel != null) {
      tunnel.closeCleanly();
    } else {
      giveUp(OwnResponse.CLOSING);
    }
  }

  /**
   * Nothing can be sent to the client any more.
   *
   * @param cause that it is gone, which is how tunnels end, or what it did wrong
   */
  public void abort(Cause cause) {
    if (tunnel == null || cause != Cause.CLIENT_GONE) {
      log.abandoned(cause);
    }
    if (tunnel != null) {
      tunnel.abort();
      replica = null;
    }
    abandonReplica();
    end();
  }

  /** Answers for the replica if the client got nothing yet, else cuts what it got. */
  private void giveUp(Refusal refusal) {
    abandonReplica();
    if (response.isStarted()) {
      cut(refusal);
    } else {
      fail(refusal);
    }
  }

  /** Ends an answer that cannot become whole. */
  private void cut(Refusal refusal) {
    account.failed(refusal, request);
    end();
    client.cut();
  }

  private void fail(Refusal refusal) {
    boolean mayGoOn = response.mayGoOn() && request.isComplete();
    if (passage != null && refusal.cause().isOfReplica()) {
      passage.failed(worker.nanoTime());
    }
    account.failed(refusal, request);
    if (servesInsteadOf(refusal)) {
      sendStored();
      return;
    }
    account.answered(refusal.status());
    Refusal shown = shown(refusal);
    log.sent(OwnResponse.bodyLength(shown, form));
    end();
    client.answer(shown, mayGoOn, form);
  }

  private Refusal shown(Refusal refusal) {
    ErrorPages pages = errorPages;
    return pages == null ? refusal : pages.on(refusal);
  }

  private void abandonReplica() {
    Upstream replica = this.replica;
    this.replica = null;
    if (replica != null) {
      replica.abandon();
    }
  }

  /** Gives back all that the request holds. */
  private void end() {
    if (drainTimer != null) {
      drainTimer.stop();
      drainTimer = null;
      stream = null;
    }
    if (tunnel != null) {
      tunnel.endpoint().tunnels(-1);
      tunnel = null;
    }
    placement.release();
    if (place != null) {
      place.release();
    }
    endPassage();
    request.end();
    response.dropHeld();
    endCached();
    account.end();
  }

  /** How long the side that owes bytes may be silent. */
  private Duration silence() {
    if (isStream()) {
      return timeouts.tunnel();
    }
    if (clientIsToHurry()) {
      return patience();
    }
    return isTry() ? retryPolicy.perTryTimeout() : timeouts.read();
  }

  /** Puts off the time-out: something moved. */
  private void progress() {
    if (tunnel != null) {
      client.deadline(timeouts.tunnel());
    } else if (client.isWritable() && !isReplicaBlocked()) {
      client.deadline(silence());
    } else {
      client.deadline(timeouts.send());
    }
  }

  /** From now on the client, and nobody else, is what a body waits for. */
  private void awaitBody() {
    if (!request.isComplete()) {
      pace.begin(worker.nanoTime());
    }
  }

  /** Whether a gRPC call streams, or may: either side sends when it has something to say. */
  private boolean isStream() {
    return isCall && (!request.isComplete() || response.isStarted());
  }

  /** An answer that began makes a stream of both, which may go as slowly as they like. */
  private boolean clientIsToHurry() {
    return clientOwesBody() && !response.isStarted();
  }

  private Duration patience() {
    return pace.patience(worker.nanoTime(), timeouts.read());
  }
}
