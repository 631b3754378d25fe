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
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Evaluates CEL; each expression is compiled once, when it is first used. Any thread may use it.
 */
final class CelExpressions {

  private static final CelOptions OPTIONS = CelOptions.current().build();

  private final Map<String, CelRuntime.Program> programs = new ConcurrentHashMap<>();
  private final CelCompiler compiler =
      CelCompilerFactory.standardCelCompilerBuilder()
          .setOptions(OPTIONS)
          .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
          .addVar("self", SimpleType.DYN)
          .build();
  private final CelRuntime runtime =
      CelRuntimeFactory.standardCelRuntimeBuilder().setOptions(OPTIONS).build();

  /**
   * Whether {@code expression} is true for a value that it calls {@code self}.
   *
   * @throws CelEvaluationException when it has no value, as for a duration that cannot be read
   */
  boolean isTrue(String expression, JsonNode self) throws CelEvaluationException {
    var program = programs.computeIfAbsent(expression, this::compile);
    return Boolean.TRUE.equals(program.eval(Map.of("self", CelValues.of(self))));
  }

  private CelRuntime.Program compile(String expression) {
    try {
      return runtime.createProgram(compiler.compile(expression).getAst());
    } catch (CelValidationException | CelEvaluationException e) {
      throw new IllegalStateException("the CRD has a bad rule: " + expression, e);
    }
  }
}
