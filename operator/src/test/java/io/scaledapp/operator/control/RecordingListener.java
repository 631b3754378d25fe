package io.scaledapp.operator.control;

import io.scaledapp.balancer.control.LoadReport;
import io.scaledapp.operator.platform.local.Await;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Writes down what an operator learns. */
final class RecordingListener implements BalancerListener {
  final List<String> events = new CopyOnWriteArrayList<>();
  final List<LoadReport> reports = new CopyOnWriteArrayList<>();

  @Override
  public void arrived(Balancer balancer) {
    events.add("arrived " + balancer.name());
  }

  @Override
  public void reported(LoadReport report) {
    reports.add(report);
  }

  @Override
  public void acknowledged(String balancer, long term, long sequence) {
    events.add("ack " + balancer + " " + term + "/" + sequence);
  }

  @Override
  public void superseded(String balancer, long term, long sequence) {
    events.add("superseded " + balancer + " " + term + "/" + sequence);
  }

  @Override
  public void leaving(String balancer) {
    events.add("leaving " + balancer);
  }

  @Override
  public void gone(String balancer, Departure how) {
    events.add("gone " + balancer + " " + how);
  }

  /** Waits for an event. */
  void await(String event) {
    Await.until(() -> events, all -> all.contains(event));
  }

  /** Waits for a report. */
  void awaitReport() {
    Await.until(() -> reports, all -> !all.isEmpty());
  }
}
