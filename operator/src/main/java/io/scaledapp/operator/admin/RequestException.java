package io.scaledapp.operator.admin;

/** A request that cannot be done, with the answer that says why. */
final class RequestException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Answer answer;

  RequestException(int status, String title, String detail) {
    super(detail);
    answer = Answer.problem(status, title, detail);
  }

  Answer answer() {
    return answer;
  }
}
