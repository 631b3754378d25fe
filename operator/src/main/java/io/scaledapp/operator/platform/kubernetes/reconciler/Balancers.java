package io.scaledapp.operator.platform.kubernetes.reconciler;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Which balancers the requests for an app may be led to: as their pods stand, and as the balancers
 * themselves say, who know sooner. Any thread.
 */
public final class Balancers {

  private final Set<String> leaving = ConcurrentHashMap.newKeySet();
  private final Set<String> lost = ConcurrentHashMap.newKeySet();
  private final Map<String, Set<String>> deaf = new ConcurrentHashMap<>();
  private volatile List<BalancerPod> pods = List.of();

  /** The balancers as the cluster has them; what others said of themselves is forgotten. */
  public void onPods(List<BalancerPod> pods) {
    this.pods = List.copyOf(pods);
    var names = pods.stream().map(BalancerPod::name).collect(Collectors.toSet());
    leaving.retainAll(names);
    lost.retainAll(names);
    deaf.keySet().retainAll(names);
  }

  /** A balancer connected; one that is still about to leave says so anew. */
  public void onArrived(String balancer) {
    leaving.remove(balancer);
    lost.remove(balancer);
  }

  /** A balancer is going to stop: nobody is to be sent to it any more. */
  public void onLeaving(String balancer) {
    leaving.add(balancer);
  }

  /** The connection to a balancer broke, which is the first sign of its death. */
  public void onLost(String balancer) {
    lost.add(balancer);
  }

  /**
   * On the ports of which apps a balancer cannot listen.
   *
   * @param changed told each app of which that was not known or is over
   */
  public void onPortFailures(String balancer, Set<String> apps, Consumer<String> changed) {
    var before = apps.isEmpty() ? deaf.remove(balancer) : deaf.put(balancer, Set.copyOf(apps));
    var known = before == null ? Set.<String>of() : before;
    apps.stream().filter(app -> !known.contains(app)).forEach(changed);
    known.stream().filter(app -> !apps.contains(app)).forEach(changed);
  }

  /** The balancers that are about to leave. */
  public List<BalancerPod> leaving() {
    return pods.stream().filter(pod -> leaving.contains(pod.name())).toList();
  }

  /**
   * The balancers as those who connect to the app are to see them: that serve, and that still
   * answer what is open. Others are left out, to which nobody is led; that one begins changes
   * nothing, then, until it is ready.
   */
  List<BalancerPod> of(String app) {
    var standing = pods.stream().map(pod -> standing(pod, app)).toList();
    var reached = standing.stream().map(this::unlessLost).toList();
    // When the stream to all of them broke, then it is the stream that is broken.
    var known = reached.stream().anyMatch(BalancerPod::isServing) ? reached : standing;
    return known.stream().filter(pod -> pod.ready() || pod.terminating()).toList();
  }

  private BalancerPod standing(BalancerPod pod, String app) {
    if (deaf.getOrDefault(pod.name(), Set.of()).contains(app)) {
      return new BalancerPod(pod.name(), pod.ip(), pod.node(), false, pod.terminating());
    }
    return leaving.contains(pod.name())
        ? new BalancerPod(pod.name(), pod.ip(), pod.node(), pod.ready(), true)
        : pod;
  }

  private BalancerPod unlessLost(BalancerPod pod) {
    return lost.contains(pod.name())
        ? new BalancerPod(pod.name(), pod.ip(), pod.node(), false, pod.terminating())
        : pod;
  }
}
