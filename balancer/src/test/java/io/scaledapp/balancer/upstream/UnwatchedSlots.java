package io.scaledapp.balancer.upstream;

/** For tests in which no limit holds over several balancers. */
final class UnwatchedSlots implements SlotListener {
  @Override
  public void waits(App app) {}

  @Override
  public void exceeded(App app) {}

  @Override
  public void inUse(App app) {}
}
