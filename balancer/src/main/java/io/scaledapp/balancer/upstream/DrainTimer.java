package io.scaledapp.balancer.upstream;

import io.scaledapp.balancer.eventloop.Deadline;
import io.scaledapp.balancer.eventloop.Worker;
import io.scaledapp.balancer.upstream.UpstreamEndpoint.DrainListener;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Ends what lives on an endpoint for long before the endpoint goes: its end is looked for from a
 * moment of its own, and forced shortly before the drain's. An endpoint that is put back keeps what
 * it has. For the use of one event loop, but for {@link #drains}.
 */
public final class DrainTimer extends Deadline implements DrainListener {

  /** What lives on an endpoint for long; told on its event loop, before a flush. */
  public interface LongLived {

    /** Ends as soon as nothing of it is under way, if that may be. */
    void leave();

    /** Ends now; {@link #leave} came before. */
    void leaveAtOnce();
  }

  private final Worker worker;
  private final UpstreamEndpoint endpoint;
  private final LongLived subject;

  /** The latest of the endpoint's. */
  private @Nullable Drain drain;

  private boolean wasTold;
  private boolean isStopped;

  private DrainTimer(Worker worker, UpstreamEndpoint endpoint, LongLived subject) {
    this.worker = worker;
    this.endpoint = endpoint;
    this.subject = subject;
  }

  /** Watches the endpoint for {@code subject} until {@link #stop}. */
  public static DrainTimer start(Worker worker, UpstreamEndpoint endpoint, LongLived subject) {
    var timer = new DrainTimer(worker, endpoint, subject);
    endpoint.add(timer);
    return timer;
  }

  /** The subject has ended; it is told nothing more. */
  public void stop() {
    isStopped = true;
    endpoint.remove(this);
    worker.wheel().remove(this);
  }

  @Override
  public void drains(Drain drain) {
    worker.execute(() -> begin(drain));
  }

  private void begin(Drain drain) {
    if (!isStopped) {
      this.drain = drain;
      wasTold = false;
      long now = worker.nanoTime();
      expireAfter(drain.untilEnd(now, worker.random().nextDouble()));
    }
  }

  private void expireAfter(Duration delay) {
    worker.wheel().set(this, worker.nanoTime(), delay.toNanos());
  }

  @Override
  protected void expired() {
    Drain drain = this.drain;
    if (drain == null || !endpoint.isIn(drain)) {
      return;
    }
    if (wasTold) {
      subject.leaveAtOnce();
      return;
    }
    wasTold = true;
    subject.leave();
    if (!isStopped) {
      expireAfter(drain.untilForced(worker.nanoTime()));
    }
  }
}
