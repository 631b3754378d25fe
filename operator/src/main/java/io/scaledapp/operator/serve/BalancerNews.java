package io.scaledapp.operator.serve;

import io.scaledapp.balancer.control.LoadReport;
import io.scaledapp.balancer.control.PortFailure;
import io.scaledapp.operator.app.engine.AppLifecycle;
import io.scaledapp.operator.control.BalancerListener;
import io.scaledapp.operator.platform.kubernetes.reconciler.Balancers;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Brings what balancers do and say to those whom it concerns. */
final class BalancerNews implements BalancerListener {

  private final AppLifecycle apps;
  private final Balancers balancers;
  private final HigherTerm terms;
  private final Executor upkeep;
  private final Runnable changed;
  private final Consumer<String> changedForApp;

  /**
   * @param upkeep does what is too long for an event loop
   * @param changed told when other balancers than before are to get the requests of every app
   * @param changedForApp told the app of which that holds alone
   */
  BalancerNews(
      AppLifecycle apps,
      Balancers balancers,
      HigherTerm terms,
      Executor upkeep,
      Runnable changed,
      Consumer<String> changedForApp) {
    this.apps = apps;
    this.balancers = balancers;
    this.terms = terms;
    this.upkeep = upkeep;
    this.changed = changed;
    this.changedForApp = changedForApp;
  }

  @Override
  public void arrived(Balancer balancer) {
    balancers.onArrived(balancer.name());
    upkeep.execute(changed);
  }

  @Override
  public void reported(LoadReport report) {
    apps.onReport(report);
    var failed = report.portFailures().stream().map(PortFailure::app).collect(Collectors.toSet());
    balancers.onPortFailures(report.balancer(), failed, changedForApp);
  }

  @Override
  public void acknowledged(String balancer, long term, long sequence) {
    apps.onTable(balancer, term, sequence);
  }

  @Override
  public void superseded(String balancer, long term, long sequence) {
    terms.seen(term);
  }

  @Override
  public void leaving(String balancer) {
    balancers.onLeaving(balancer);
    upkeep.execute(changed);
  }

  @Override
  public void gone(String balancer, Departure how) {
    if (how == Departure.LOST) {
      balancers.onLost(balancer);
      upkeep.execute(changed);
    }
  }
}
