package io.scaledapp.operator.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;

/**
 * Checks a document against the CEL rules of the CRD. A rule is compiled when the first value comes
 * that it is about. Any thread may use it.
 */
final class CelRules {

  private static final CelOptions OPTIONS = CelOptions.current().build();

  private final List<CelRule> rules;
  private final Map<CelRule, CelRuntime.Program> programs = new ConcurrentHashMap<>();
  private final CelCompiler compiler =
      CelCompilerFactory.standardCelCompilerBuilder()
          .setOptions(OPTIONS)
          .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
          .addVar("self", SimpleType.DYN)
          .build();
  private final CelRuntime runtime =
      CelRuntimeFactory.standardCelRuntimeBuilder().setOptions(OPTIONS).build();

  CelRules(JsonNode schema) {
    rules = CelRule.in(schema);
  }

  /** The document must be valid by the schema: rules may rely on it, as in an API server. */
  List<Problem> check(Document document) {
    var problems = new ArrayList<Problem>();
    for (var rule : rules) {
      visit(
          document.root(),
          FieldPath.ROOT,
          rule.place(),
          (path, value) ->
              complaint(rule, value)
                  .map(message -> document.problem(field(rule, path), message))
                  .ifPresent(problems::add));
    }
    return problems;
  }

  private static FieldPath field(CelRule rule, FieldPath path) {
    var field = path;
    for (var name : rule.field()) {
      field = field.field(name);
    }
    return field;
  }

  private static void visit(
      JsonNode value, FieldPath path, List<String> way, BiConsumer<FieldPath, JsonNode> action) {
    if (value.isMissingNode()) {
      return;
    }
    if (way.isEmpty()) {
      action.accept(path, value);
      return;
    }
    var rest = way.subList(1, way.size());
    if (way.getFirst().equals(CelRule.EACH)) {
      for (int i = 0; i < value.size(); i++) {
        visit(value.get(i), path.item(i), rest, action);
      }
    } else {
      visit(value.path(way.getFirst()), path.field(way.getFirst()), rest, action);
    }
  }

  /** What to say of a value that breaks the rule, or for which the rule cannot be evaluated. */
  private Optional<String> complaint(CelRule rule, JsonNode value) {
    try {
      var program = programs.computeIfAbsent(rule, this::compile);
      var holds = program.eval(Map.of("self", CelValues.of(value)));
      return Boolean.TRUE.equals(holds) ? Optional.empty() : Optional.of(rule.message());
    } catch (CelEvaluationException e) {
      return Optional.of(rule.message() + " (" + e.getMessage() + ")");
    }
  }

  private CelRuntime.Program compile(CelRule rule) {
    try {
      return runtime.createProgram(compiler.compile(rule.expression()).getAst());
    } catch (CelValidationException | CelEvaluationException e) {
      throw new IllegalStateException("the CRD has a bad rule: " + rule.expression(), e);
    }
  }
}
