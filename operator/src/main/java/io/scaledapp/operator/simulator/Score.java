package io.scaledapp.operator.simulator;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;

/**
 * How good a run was. The first six after the elasticity metrics of the SPEC Research Group, by
 * seconds.
 *
 * @param aU mean of what was missing of the demand, in shares of it
 * @param aO mean of what was too much, in shares of the demand
 * @param tU share of seconds with too few replicas
 * @param tO share of seconds with too many
 * @param k share of seconds in which supply rose and demand did not
 * @param kPrime share of seconds in which supply fell and demand did not
 * @param replicaSeconds from the decision for each replica until it was gone
 * @param waitedOver1s requests that waited longer than that for a place, refused ones that did
 *     included
 * @param p99WaitMs milliseconds that 99 of 100 requests did not wait longer than
 * @param refused requests that found the queue full, or waited for its longest time
 * @param connectionsCutPerScaleDown connections that were open when their replica's time to drain
 *     was over, for each ready replica taken away
 * @param scaleActions changes of the count
 * @see <a href="https://doi.org/10.1145/3236332">Herbst et al., Quantifying Cloud Performance and
 *     Dependability</a>
 */
@JsonPropertyOrder({
  "aU",
  "aO",
  "tU",
  "tO",
  "k",
  "kPrime",
  "replicaSeconds",
  "waitedOver1s",
  "p99WaitMs",
  "refused",
  "connectionsCutPerScaleDown",
  "scaleActions"
})
public record Score(
    @JsonProperty("aU") double aU,
    @JsonProperty("aO") double aO,
    @JsonProperty("tU") double tU,
    @JsonProperty("tO") double tO,
    double k,
    double kPrime,
    long replicaSeconds,
    long waitedOver1s,
    long p99WaitMs,
    long refused,
    double connectionsCutPerScaleDown,
    long scaleActions) {

  static Score of(
      double[] demand,
      int[] supply,
      long replicaSeconds,
      long scaleActions,
      Fleet fleet,
      Traffic traffic) {
    var elasticity = Elasticity.of(demand, supply);
    return new Score(
        elasticity.under(),
        elasticity.over(),
        elasticity.timeUnder(),
        elasticity.timeOver(),
        elasticity.needlessUp(),
        elasticity.needlessDown(),
        replicaSeconds,
        traffic.waits().overASecond(),
        traffic.waits().quantileMillis(0.99),
        traffic.refused(),
        fleet.removals() == 0 ? 0 : (double) fleet.connectionsCut() / fleet.removals(),
        scaleActions);
  }
}
