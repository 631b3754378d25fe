package io.scaledapp.e2e.soak;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.scaledapp.e2e.Await;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;

/** Something that a client does on a connection of its own, well-behaved or not. */
enum Act {
  ASKS_AGAIN_AND_AGAIN {
    @Override
    void perform(Socket socket) throws IOException {
      for (var i = 0; i < 10; i++) {
        send(socket, get("/"));
        readAnswer(socket.getInputStream());
      }
    }
  },
  PIPELINES {
    @Override
    void perform(Socket socket) throws IOException {
      send(socket, get("/").repeat(10));
      socket.shutdownOutput();
      readAll(socket);
    }
  },
  MEETS_A_FAULT {
    @Override
    void perform(Socket socket) throws IOException {
      send(socket, get(FAULTS.get(ThreadLocalRandom.current().nextInt(FAULTS.size()))));
      readAnswer(socket.getInputStream());
    }
  },
  UPLOADS {
    @Override
    void perform(Socket socket) throws IOException {
      send(socket, post(UPLOAD) + "x".repeat(UPLOAD));
      readAnswer(socket.getInputStream());
    }
  },
  UPLOADS_IN_CHUNKS_THAT_ARE_WRONG {
    @Override
    void perform(Socket socket) throws IOException {
      send(
          socket,
          "PUT / HTTP/1.1\r\n" + HOST + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\nx");
      readAll(socket);
    }
  },
  RESETS_AN_UPLOAD {
    @Override
    void perform(Socket socket) throws IOException {
      send(socket, post(UPLOAD) + "x".repeat(UPLOAD / 2));
      socket.setSoLinger(true, 0);
    }
  },
  STALLS_AN_UPLOAD {
    @Override
    void perform(Socket socket) throws IOException {
      send(socket, post(UPLOAD) + "x");
      readAll(socket);
    }
  },
  STALLS_A_HEAD {
    @Override
    void perform(Socket socket) throws IOException {
      send(socket, "GET / HTTP/1.1\r\nHo");
      readAll(socket);
    }
  },
  READS_NOTHING {
    @Override
    void perform(Socket socket) throws IOException {
      send(socket, get("/large").repeat(5));
      Await.pause(Duration.ofMillis(1500));
      socket.setSoLinger(true, 0);
    }
  },
  CLOSES_WITHOUT_READING {
    @Override
    void perform(Socket socket) throws IOException {
      send(socket, get("/large"));
    }
  },
  HALF_CLOSES {
    @Override
    void perform(Socket socket) throws IOException {
      send(socket, get("/drip"));
      socket.shutdownOutput();
      readAll(socket);
    }
  },
  TUNNELS {
    @Override
    void perform(Socket socket) throws IOException {
      openTunnel(socket);
      for (var i = 0; i < 20; i++) {
        send(socket, "hello");
        socket.getInputStream().readNBytes(5);
      }
      socket.shutdownOutput();
      readAll(socket);
    }
  },
  RESETS_A_TUNNEL {
    @Override
    void perform(Socket socket) throws IOException {
      openTunnel(socket);
      send(socket, "hello");
      socket.setSoLinger(true, 0);
    }
  },
  LEAVES_A_TUNNEL_SILENT {
    @Override
    void perform(Socket socket) throws IOException {
      openTunnel(socket);
      readAll(socket);
    }
  },
  SENDS_NOISE {
    @Override
    void perform(Socket socket) throws IOException {
      var noise = new byte[2000];
      ThreadLocalRandom.current().nextBytes(noise);
      send(socket, new String(noise, ISO_8859_1));
      readAll(socket);
    }
  };

  private static final String HOST = "Host: " + Replicas.ROUGH + "\r\n";
  private static final int UPLOAD = 200_000;
  private static final List<String> FAULTS =
      List.of(
          "/large",
          "/chunks",
          "/drip",
          "/silent-close",
          "/cut",
          "/reset",
          "/half-close",
          "/garbage",
          "/unasked");

  /**
   * Does it; the caller closes the socket.
   *
   * @throws IOException when the balancer ends the connection, as it may
   */
  abstract void perform(Socket socket) throws IOException;

  private static String get(String path) {
    return "GET " + path + " HTTP/1.1\r\n" + HOST + "\r\n";
  }

  private static String post(int length) {
    return "POST / HTTP/1.1\r\n" + HOST + "Content-Length: " + length + "\r\n\r\n";
  }

  private static void openTunnel(Socket socket) throws IOException {
    send(
        socket,
        "GET /tunnel HTTP/1.1\r\n" + HOST + "Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
    readHead(socket.getInputStream());
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(ISO_8859_1));
  }

  /** An answer with a length; another one is read as far as its head. */
  private static void readAnswer(InputStream in) throws IOException {
    var head = readHead(in);
    var at = head.toLowerCase(Locale.ROOT).indexOf("content-length: ");
    if (at >= 0) {
      var value = head.substring(at + 16, head.indexOf('\r', at));
      in.skipNBytes(Long.parseLong(value));
    }
  }

  private static String readHead(InputStream in) throws IOException {
    var head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      var next = in.read();
      if (next < 0) {
        throw new IOException("closed");
      }
      head.append((char) next);
    }
    return head.toString();
  }

  private static void readAll(Socket socket) throws IOException {
    socket.getInputStream().transferTo(OutputStream.nullOutputStream());
  }
}
