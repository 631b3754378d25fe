package io.scaledapp.operator.manifest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Reads files that hold ScaledApps, as YAML (one document or several) or JSON. A file is checked as
 * an API server would check it, and then, unless it is for a cluster, for what cannot be had
 * locally. Any thread may use a reader; make one and keep it, since the first read pays for the
 * schema.
 */
public final class ManifestReader {

  /** What etcd takes at most, so more could never be applied to a cluster. */
  static final int MAX_BYTES = 1 << 20;

  private static final String API_VERSION = "scaledapp.io/v1alpha1";
  private static final String KIND = "ScaledApp";

  /** What files are read for. */
  private enum Purpose {
    CHECK,
    RUN_LOCALLY,
    CLUSTER
  }

  private final Purpose purpose;
  private final CompletableFuture<AppTypes> types = begin(AppTypes::new);
  private final CompletableFuture<CelExpressions> expressions = begin(CelExpressions::new);
  private final ObjectNode schema = CrdSchema.load();
  private final SchemaRules schemaRules = new SchemaRules(schema);
  private final CelRules celRules = new CelRules(schema, expressions::join);

  /** Reads what may run here: what processes cannot have is a problem, a cluster's part is none. */
  public ManifestReader() {
    this(Purpose.CHECK);
  }

  private ManifestReader(Purpose purpose) {
    this.purpose = purpose;
  }

  /** Reads what is to run here: what only a cluster can run is a problem, too. */
  public static ManifestReader ofWhatRuns() {
    return new ManifestReader(Purpose.RUN_LOCALLY);
  }

  /** Reads what is to run on a cluster: only what an API server would refuse is a problem. */
  public static ManifestReader forCluster() {
    return new ManifestReader(Purpose.CLUSTER);
  }

  /** Reads several files as one, so that apps of different files that clash are told too. */
  public Manifest read(Collection<Path> files) {
    return Manifest.join(files.stream().map(this::readAlone).toList());
  }

  /** Reads one file. */
  public Manifest read(Path file) {
    return read(List.of(file));
  }

  /**
   * Reads what came by another way than a file.
   *
   * @param name what problems call it
   */
  public Manifest read(String name, byte[] content) {
    return Manifest.join(List.of(readAlone(name, content)));
  }

  private Manifest readAlone(Path file) {
    try (var input = Files.newInputStream(file)) {
      return readAlone(file.toString(), input.readNBytes(MAX_BYTES + 1));
    } catch (NoSuchFileException e) {
      return unreadable(file.toString(), "there is no such file");
    } catch (IOException e) {
      return unreadable(file.toString(), "cannot be read: " + e.getMessage());
    }
  }

  private Manifest readAlone(String name, byte[] content) {
    if (content.length > MAX_BYTES) {
      return unreadable(name, "is larger than 1 MiB, the most that Kubernetes stores");
    }
    try {
      var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content));
      return readText(name, text.toString());
    } catch (CharacterCodingException e) {
      return unreadable(name, "is not text in UTF-8");
    }
  }

  private Manifest readText(String name, String text) {
    var problems = new ArrayList<Problem>();
    var notices = new ArrayList<Problem>();
    var apps = new ArrayList<SourcedApp>();
    var documents = YamlParser.parse(name, text, problems);
    if (documents.isEmpty() && problems.isEmpty()) {
      problems.add(Problem.ofFile(name, "holds no ScaledApp"));
    }
    var isSound = problems.isEmpty();
    for (var document : documents) {
      var found = check(document, notices);
      problems.addAll(found);
      if (isSound && found.isEmpty()) {
        types.join().read(document, problems).ifPresent(apps::add);
      }
    }
    problems.sort(Comparator.comparingInt(Problem::line));
    notices.sort(Comparator.comparingInt(Problem::line));
    return new Manifest(apps, problems, notices);
  }

  /** In the order of an API server: rules in CEL run only on what the schema allows. */
  private List<Problem> check(Document document, List<Problem> notices) {
    var kind = checkKind(document);
    if (!kind.isEmpty()) {
      return kind;
    }
    SchemaDefaults.apply(schema, document.root());
    var problems = schemaRules.check(document);
    if (!problems.isEmpty()) {
      return problems;
    }
    var schedules = ScheduleRules.check(document);
    var found = new ArrayList<>(celRules.check(document));
    found.addAll(schedules.problems());
    if (purpose != Purpose.CLUSTER) {
      var local = LocalRules.check(document, purpose == Purpose.RUN_LOCALLY);
      notices.addAll(local.notices());
      found.addAll(local.problems());
    }
    notices.addAll(schedules.notices());
    return found;
  }

  private static List<Problem> checkKind(Document document) {
    if (!document.root().isObject()) {
      return List.of(document.problem(FieldPath.ROOT, "must be a ScaledApp, is no object"));
    }
    var problems = new ArrayList<Problem>();
    require(document, "apiVersion", API_VERSION, problems);
    require(document, "kind", KIND, problems);
    return problems;
  }

  private static void require(
      Document document, String name, String value, List<Problem> problems) {
    var given = document.root().path(name).asText();
    if (!given.equals(value)) {
      problems.add(
          document.problem(
              FieldPath.of(name), "must be " + value + (given.isEmpty() ? "" : ", is " + given)));
    }
  }

  /** What takes long to set up is begun at once, beside the reading of the file. */
  private static <T> CompletableFuture<T> begin(Supplier<T> setUp) {
    return CompletableFuture.supplyAsync(setUp, Thread::startVirtualThread);
  }

  private static Manifest unreadable(String name, String reason) {
    return new Manifest(List.of(), List.of(Problem.ofFile(name, reason)), List.of());
  }
}
