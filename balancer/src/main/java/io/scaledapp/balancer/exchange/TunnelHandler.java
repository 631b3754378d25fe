package io.scaledapp.balancer.exchange;

import io.scaledapp.balancer.http1.Method;
import io.scaledapp.balancer.http1.ResponseHead;
import io.scaledapp.balancer.http1.TrailerSection;
import io.scaledapp.balancer.upstream.ReplicaConnection;
import io.scaledapp.balancer.upstream.ResponseHandler;

/** The handler of a connection that is a tunnel from its first byte: there is no response on it. */
abstract class TunnelHandler implements ResponseHandler {

  @Override
  public final Method method() {
    throw noRequest();
  }

  @Override
  public final boolean keepsChunks() {
    throw noRequest();
  }

  @Override
  public final boolean isRequestComplete() {
    throw noRequest();
  }

  @Override
  public final void interim(ResponseHead head) {
    throw noRequest();
  }

  @Override
  public final void switched(ResponseHead head, ReplicaConnection connection) {
    throw noRequest();
  }

  @Override
  public final void head(ResponseHead head, int following) {
    throw noRequest();
  }

  @Override
  public final void trailers(TrailerSection section) {
    throw noRequest();
  }

  @Override
  public final void complete() {
    throw noRequest();
  }

  private static IllegalStateException noRequest() {
    return new IllegalStateException("a tunnel carries no request");
  }
}
