package io.scaledapp.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A web app of one file without packages, so that a test can write and change its ScaledApp. */
final class TinyApp {

  private static final String SERVER =
      """
      const http = require('node:http');
      let requests = 0;
      const server = http.createServer((request, response) => {
        if (process.env.GREETING === 'flaky' && ++requests % 10 === 0) response.statusCode = 500;
        const body = JSON.stringify({
          app: process.env.SCALEDAPP_APP, instance: process.env.SCALEDAPP_INSTANCE,
          pid: process.pid, greeting: process.env.GREETING, url: request.url});
        setTimeout(() => response.end(body), request.url.startsWith('/slow') ? 200 : 0);
      });
      server.listen(process.env.PORT, '127.0.0.1');
      process.on('SIGTERM', () => server.close(() => process.exit(0)));
      """;

  private final Path file;
  private final String name;

  TinyApp(Path folder, String name) throws IOException {
    this.name = name;
    var home = Files.createDirectories(folder.resolve(name));
    Files.writeString(home.resolve("server.js"), SERVER);
    file = home.resolve("scaledapp.yaml");
    write("hello", "");
  }

  Path file() {
    return file;
  }

  String host() {
    return name + ".localhost";
  }

  /** Writes the ScaledApp anew; {@code extra} is YAML below {@code spec:}, indented by two. */
  TinyApp write(String greeting, String extra) throws IOException {
    return writeRaw(yaml(greeting, extra));
  }

  TinyApp writeRaw(String yaml) throws IOException {
    var next = Files.writeString(file.resolveSibling("next.yaml"), yaml);
    Files.move(next, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    return this;
  }

  String yaml(String greeting, String extra) {
    return """
    apiVersion: scaledapp.io/v1alpha1
    kind: ScaledApp
    metadata:
      name: %s
    spec:
      port: 3000
      routing:
        hosts: [%s]
      template:
        spec:
          terminationGracePeriodSeconds: 5
          containers:
          - name: web
            image: docker.io/library/tiny:dev
            command: [node, server.js]
            env:
            - name: GREETING
              value: "%s"
            ports:
            - containerPort: 3000
    %s"""
        .formatted(name, host(), greeting, extra);
  }
}
