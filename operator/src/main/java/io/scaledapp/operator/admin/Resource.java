package io.scaledapp.operator.admin;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What answers at one place, on the request's own thread. */
@FunctionalInterface
interface Resource {

  /**
   * Answers a request.
   *
   * @return null when it has written the answer itself
   */
  @Nullable Answer answer(HttpExchange request) throws IOException, InterruptedException;
}
