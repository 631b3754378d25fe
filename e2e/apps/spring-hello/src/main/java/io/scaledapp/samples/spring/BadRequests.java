package io.scaledapp.samples.spring;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** A parameter that is out of range is the client's error, a 400. */
@RestControllerAdvice
class BadRequests {

  @ExceptionHandler(IllegalArgumentException.class)
  @ResponseStatus(HttpStatus.BAD_REQUEST)
  Problem outOfRange(IllegalArgumentException problem) {
    return new Problem(problem.getMessage());
  }

  private record Problem(String error) {}
}
