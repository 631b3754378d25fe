package io.scaledapp.balancer.control.wire;

import com.fasterxml.jackson.annotation.JsonInclude;

/** What is counted of measured apps only, and left out of others' load. */
interface AnswersIfMeasured {

  @JsonInclude(JsonInclude.Include.NON_DEFAULT)
  long answers();

  @JsonInclude(JsonInclude.Include.NON_DEFAULT)
  long answerNanos();
}
