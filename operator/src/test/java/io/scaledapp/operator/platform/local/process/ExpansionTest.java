package io.scaledapp.operator.platform.local.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rows are those of Kubernetes' own test of its expansion. */
class ExpansionTest {
  private static final Map<String, String> VARIABLES =
      Map.of("VAR_A", "A", "VAR_B", "B", "VAR_C", "C", "VAR_REF", "$(VAR_A)", "VAR_EMPTY", "");

  @ParameterizedTest
  @CsvSource({
    "$(VAR_A), A",
    "___$(VAR_B)___, ___B___",
    "$(VAR_A)-1, A-1",
    "$(VAR_A)_$(VAR_B)_$(VAR_C), A_B_C",
    "$$(VAR_B)_$(VAR_A), $(VAR_B)_A",
    "$$(VAR_A)_$$(VAR_B), $(VAR_A)_$(VAR_B)",
    "f000-$$VAR_A, f000-$VAR_A",
    "foo\\$(VAR_C)bar, foo\\Cbar",
    "foo\\\\$(VAR_C)bar, foo\\\\Cbar",
    "foo$(VAR_EMPTY)bar, foobar",
    "$(VAR_UNKNOWN), $(VAR_UNKNOWN)",
    "$(VAR_REF), $(VAR_A)",
    "$(), $()",
    "$(VAR_A, $(VAR_A",
    "$VAR_A, $VAR_A",
    "$$$$(VAR_A), $$(VAR_A)",
    "$$$(VAR_A), $A",
    "abc$, abc$",
    "$((VAR_A)), $((VAR_A))",
    "plain, plain"
  })
  void expandsAsKubernetes(String text, String expected) {
    assertThat(Expansion.expand(text, VARIABLES::get)).isEqualTo(expected);
  }

  @Property
  void textWithoutDollarSignStays(@ForAll @AlphaChars @StringLength(max = 20) String text) {
    assertThat(Expansion.expand(text, VARIABLES::get)).isEqualTo(text);
  }

  @Property
  void escapedTextComesBackAsItWas(@ForAll @StringLength(max = 20) String text) {
    assertThat(Expansion.expand(text.replace("$", "$$"), name -> "never")).isEqualTo(text);
  }
}
