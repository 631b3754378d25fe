package io.scaledapp.balancer.control.wire;

import com.fasterxml.jackson.annotation.JsonInclude;

/** Thousands of apps are not measured, so that it is not written. */
interface MeasuredIfWanted {

  @JsonInclude(JsonInclude.Include.NON_DEFAULT)
  boolean measured();
}
