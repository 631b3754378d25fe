package io.scaledapp.balancer.control;

import java.util.List;

/**
 * The load by revision, while one is on trial.
 *
 * @param revisions each once
 */
public record RevisionLoads(List<RevisionLoad> revisions) {

  public RevisionLoads {
    revisions = List.copyOf(revisions);
  }
}
