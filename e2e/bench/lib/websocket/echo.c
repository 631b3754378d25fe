// A WebSocket server that echoes small frames: what proxies forward to when WebSockets are measured.
// One thread; frames of less than 126 bytes, in any split. It answers the one key that load.c sends.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { MAX_EVENTS = 512, BUFFER = 4096, MASK = 4, HEADER = 2 };

struct peer {
  int fd;
  int upgraded;
  size_t length;
  unsigned char bytes[BUFFER];
};

static const char ANSWER[] =
    "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n";
static const char HEALTHY[] = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

static void die(const char *what) {
  perror(what);
  exit(1);
}

static void end(struct peer *peer) {
  close(peer->fd);
  free(peer);
}

// Returns the bytes of the head, or 0 while it is not whole.
static size_t head(struct peer *peer) {
  unsigned char *blank = memmem(peer->bytes, peer->length, "\r\n\r\n", 4);
  return blank == NULL ? 0 : (size_t)(blank - peer->bytes) + 4;
}

static void drop(struct peer *peer, size_t count) {
  peer->length -= count;
  memmove(peer->bytes, peer->bytes + count, peer->length);
}

static int shake_hands(struct peer *peer) {
  size_t bytes = head(peer);
  if (bytes == 0) return 1;
  int asked = memmem(peer->bytes, bytes, "Sec-WebSocket-Key", 17) != NULL;
  drop(peer, bytes);
  peer->upgraded = asked;
  return asked ? write(peer->fd, ANSWER, sizeof ANSWER - 1) > 0
               : write(peer->fd, HEALTHY, sizeof HEALTHY - 1) > 0;
}

// Sends all whole frames back in one write. A close frame ends the connection.
static int echo(struct peer *peer) {
  unsigned char out[BUFFER];
  size_t used = 0, sent = 0;
  while (peer->length - used >= HEADER + MASK) {
    unsigned char *frame = peer->bytes + used;
    size_t payload = frame[1] & 0x7f;
    if ((frame[0] & 0x0f) == 8) return 0;
    if (peer->length - used < HEADER + MASK + payload) break;
    out[sent++] = frame[0];
    out[sent++] = (unsigned char)payload;
    for (size_t i = 0; i < payload; i++)
      out[sent++] = frame[HEADER + MASK + i] ^ frame[HEADER + i % MASK];
    used += HEADER + MASK + payload;
  }
  drop(peer, used);
  return sent == 0 || write(peer->fd, out, sent) == (ssize_t)sent;
}

static void readable(struct peer *peer) {
  ssize_t count = read(peer->fd, peer->bytes + peer->length, BUFFER - peer->length);
  if (count < 0 && errno == EAGAIN) return;
  if (count <= 0) {
    end(peer);
    return;
  }
  peer->length += (size_t)count;
  if (!(peer->upgraded ? echo(peer) : shake_hands(peer))) end(peer);
}

static void accept_one(int epoll, int listener) {
  int on = 1, fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK);
  if (fd < 0) return;
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  struct peer *peer = calloc(1, sizeof *peer);
  if (peer == NULL) die("calloc");
  peer->fd = fd;
  struct epoll_event event = {.events = EPOLLIN, .data.ptr = peer};
  if (epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event) < 0) die("epoll_ctl");
}

int main(int count, char **arguments) {
  if (count != 2) {
    fprintf(stderr, "usage: echo PORT\n");
    return 2;
  }
  int on = 1, listener = socket(AF_INET, SOCK_STREAM, 0), epoll = epoll_create1(0);
  struct sockaddr_in address = {.sin_family = AF_INET,
                                .sin_port = htons((unsigned short)atoi(arguments[1])),
                                .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (bind(listener, (struct sockaddr *)&address, sizeof address) < 0) die("bind");
  if (listen(listener, 4096) < 0) die("listen");
  struct epoll_event event = {.events = EPOLLIN, .data.ptr = NULL}, events[MAX_EVENTS];
  if (epoll_ctl(epoll, EPOLL_CTL_ADD, listener, &event) < 0) die("epoll_ctl");
  for (;;) {
    int ready = epoll_wait(epoll, events, MAX_EVENTS, -1);
    if (ready < 0 && errno != EINTR) die("epoll_wait");
    for (int i = 0; i < ready; i++) {
      if (events[i].data.ptr == NULL) accept_one(epoll, listener);
      else readable(events[i].data.ptr);
    }
  }
}
