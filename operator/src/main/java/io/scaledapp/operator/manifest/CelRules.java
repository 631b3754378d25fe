package io.scaledapp.operator.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cel.runtime.CelEvaluationException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/** Checks a document against the CEL rules of the CRD. Any thread may use it. */
final class CelRules {

  private final List<CelRule> rules;
  private final Supplier<CelExpressions> expressions;

  CelRules(JsonNode schema, Supplier<CelExpressions> expressions) {
    rules = CelRule.in(schema);
    this.expressions = expressions;
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

  /** What to say of a value that breaks the rule, or for which the rule has no value. */
  private Optional<String> complaint(CelRule rule, JsonNode value) {
    try {
      var holds = expressions.get().isTrue(rule.expression(), value);
      return holds ? Optional.empty() : Optional.of(rule.message());
    } catch (CelEvaluationException e) {
      return Optional.of(rule.message() + " (" + e.getMessage() + ")");
    }
  }
}
