package io.scaledapp.operator.simulator;

/**
 * How supply followed demand, in means over all seconds.
 *
 * @param under a_U: what was missing, in shares of the demand
 * @param over a_O: what was too much, in shares of the demand
 * @param timeUnder t_U: share of seconds with too few
 * @param timeOver t_O: share of seconds with too many
 * @param needlessUp k: share of seconds in which supply rose and demand did not
 * @param needlessDown k′: share of seconds in which supply fell and demand did not
 */
record Elasticity(
    double under,
    double over,
    double timeUnder,
    double timeOver,
    double needlessUp,
    double needlessDown) {

  /** Of as many seconds of supply as of demand. */
  static Elasticity of(double[] demand, int[] supply) {
    double under = 0;
    double over = 0;
    long timeUnder = 0;
    long timeOver = 0;
    long up = 0;
    long down = 0;
    for (var second = 0; second < demand.length; second++) {
      var wanted = demand[second];
      var there = supply[second];
      var share = Math.max(wanted, 1);
      under += Math.max(0, wanted - there) / share;
      over += Math.max(0, there - Math.ceil(wanted)) / share;
      timeUnder += wanted > there ? 1 : 0;
      timeOver += there > Math.ceil(wanted) ? 1 : 0;
      if (second > 0) {
        up += there > supply[second - 1] && wanted <= demand[second - 1] ? 1 : 0;
        down += there < supply[second - 1] && wanted >= demand[second - 1] ? 1 : 0;
      }
    }
    double seconds = demand.length;
    return new Elasticity(
        under / seconds,
        over / seconds,
        timeUnder / seconds,
        timeOver / seconds,
        up / seconds,
        down / seconds);
  }
}
