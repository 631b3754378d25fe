package io.scaledapp.balancer.eventloop;

import io.netty.channel.EventLoop;
import io.scaledapp.balancer.http1.HeadLimits;
import io.scaledapp.balancer.http1.RequestHead;
import io.scaledapp.balancer.http1.ResponseHead;
import io.scaledapp.balancer.http1.TrailerSection;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/** What one event loop has to itself. Everything but {@link #execute} is for that loop only. */
public final class Worker {
  private static final Duration TICK = Duration.ofMillis(50);

  private final int index;
  private final ContextInternal context;
  private HeadLimits limits;
  private final LongSupplier nanoTime;
  private final RandomGenerator random;
  private final DeadlineWheel wheel;
  private final Flushes flushes = new Flushes();
  private Reusables<RequestHead> requestHeads;
  private Reusables<ResponseHead> responseHeads;
  private Reusables<TrailerSection> trailerSections;

  /**
   * @param index of the event loop, from 0
   * @param nanoTime monotonic nanoseconds; any thread
   * @param random for this event loop alone
   */
  public Worker(
      int index,
      ContextInternal context,
      HeadLimits limits,
      LongSupplier nanoTime,
      RandomGenerator random) {
    this.index = index;
    this.context = context;
    this.limits = limits;
    this.nanoTime = nanoTime;
    this.random = random;
    wheel = new DeadlineWheel(TICK, nanoTime);
    requestHeads = requestHeads(limits);
    responseHeads = responseHeads(limits);
    trailerSections = trailerSections(limits);
  }

  private static Reusables<RequestHead> requestHeads(HeadLimits limits) {
    return new Reusables<>(() -> new RequestHead(limits), head -> head.limits().equals(limits));
  }

  private static Reusables<ResponseHead> responseHeads(HeadLimits limits) {
    return new Reusables<>(() -> new ResponseHead(limits), head -> head.limits().equals(limits));
  }

  private static Reusables<TrailerSection> trailerSections(HeadLimits limits) {
    return new Reusables<>(
        () -> new TrailerSection(limits), section -> section.limits().equals(limits));
  }

  /** Lets deadlines pass from now on. */
  public void start() {
    long tick = TICK.toNanos();
    var unused =
        context.nettyEventLoop().scheduleAtFixedRate(this::tick, tick, tick, TimeUnit.NANOSECONDS);
  }

  private void tick() {
    wheel.advance();
    flushes.flush();
  }

  /** Runs the task on the event loop; any thread. */
  public void execute(Runnable task) {
    context
        .nettyEventLoop()
        .execute(
            () -> {
              task.run();
              flushes.flush();
            });
  }

  public int index() {
    return index;
  }

  /** The Vert.x context that is bound to the event loop. */
  public ContextInternal context() {
    return context;
  }

  public EventLoop eventLoop() {
    return context.nettyEventLoop();
  }

  public HeadLimits limits() {
    return limits;
  }

  /** Has other limits hold for each head that begins from now on. */
  public void limits(HeadLimits limits) {
    if (!limits.equals(this.limits)) {
      this.limits = limits;
      requestHeads = requestHeads(limits);
      responseHeads = responseHeads(limits);
      trailerSections = trailerSections(limits);
    }
  }

  public long nanoTime() {
    return nanoTime.getAsLong();
  }

  public RandomGenerator random() {
    return random;
  }

  public DeadlineWheel wheel() {
    return wheel;
  }

  public Flushes flushes() {
    return flushes;
  }

  public Reusables<RequestHead> requestHeads() {
    return requestHeads;
  }

  public Reusables<ResponseHead> responseHeads() {
    return responseHeads;
  }

  public Reusables<TrailerSection> trailerSections() {
    return trailerSections;
  }
}
