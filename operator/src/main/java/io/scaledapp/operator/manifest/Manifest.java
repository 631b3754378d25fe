package io.scaledapp.operator.manifest;

import io.scaledapp.crds.v1alpha1.ScaledApp;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What was read from one file or several.
 *
 * @param documents the good ScaledApps with their sources, in the order of the files
 * @param problems what makes the files invalid; empty when all is good
 * @param notices what is good and yet not used where the app is to run
 */
public record Manifest(List<SourcedApp> documents, List<Problem> problems, List<Problem> notices) {

  public Manifest {
    documents = List.copyOf(documents);
    problems = List.copyOf(problems);
    notices = List.copyOf(notices);
  }

  /** The good ones, with the defaults of the schema. There may be some beside problems. */
  public List<ScaledApp> apps() {
    return documents.stream().map(SourcedApp::app).toList();
  }

  public boolean isValid() {
    return problems.isEmpty();
  }

  /** All problems for a person, a line each; empty when it is valid. */
  public String problemsInWords() {
    return problems.stream().map(Problem::toString).collect(Collectors.joining("\n"));
  }

  /** All of them as one, with a problem for each pair of apps that clash. */
  public static Manifest join(Collection<Manifest> manifests) {
    var documents = manifests.stream().flatMap(m -> m.documents().stream()).toList();
    var problems = new ArrayList<>(manifests.stream().flatMap(m -> m.problems().stream()).toList());
    problems.addAll(Clashes.between(documents));
    return new Manifest(
        documents, problems, manifests.stream().flatMap(m -> m.notices().stream()).toList());
  }
}
