package io.scaledapp.samples.spring;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Arrays;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Bodies of any size, never held in memory whole. */
@RestController
class StreamController {

  private static final int MAX_BYTES = 100 * 1024 * 1024;
  private static final byte[] CHUNK = new byte[64 * 1024];

  static {
    Arrays.fill(CHUNK, (byte) 'x');
  }

  @GetMapping("/bytes")
  void bytes(@RequestParam(defaultValue = "1024") String n, HttpServletResponse response)
      throws IOException {
    var length = WholeNumber.parse("n", n, 0, MAX_BYTES);
    response.setContentType(MediaType.APPLICATION_OCTET_STREAM_VALUE);
    response.setContentLength(length);
    var body = response.getOutputStream();
    for (var left = length; left > 0; left -= CHUNK.length) {
      body.write(CHUNK, 0, Math.min(left, CHUNK.length));
    }
  }

  @PostMapping("/echo")
  void echo(HttpServletRequest request, HttpServletResponse response) throws IOException {
    response.setContentType(MediaType.APPLICATION_OCTET_STREAM_VALUE);
    request.getInputStream().transferTo(response.getOutputStream());
  }
}
