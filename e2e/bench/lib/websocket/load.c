// Keeps many WebSockets busy: each sends a message of 32 bytes, and the next when its echo is there.
// Prints one line of JSON. One thread; 127.0.0.1 only.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { PAYLOAD = 32, SENT = 6 + PAYLOAD, ECHOED = 2 + PAYLOAD, MAX_EVENTS = 512, MOST_MICROS = 1000000 };

struct socket_state {
  int fd;
  int upgraded;
  size_t received;
  int64_t sent_at;
  char head[1024];
};

static unsigned char message[SENT] = {0x82, 0x80 | PAYLOAD, 1, 2, 3, 4};
static uint32_t histogram[MOST_MICROS + 1];
static uint64_t messages;
static int errors;

static int64_t now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1000000000LL + time.tv_nsec;
}

static void die(const char *what) {
  perror(what);
  exit(1);
}

static void fail(struct socket_state *one) {
  errors++;
  close(one->fd);
}

static void send_message(struct socket_state *one) {
  one->received = 0;
  one->sent_at = now();
  if (write(one->fd, message, SENT) != SENT) fail(one);
}

static void echoed(struct socket_state *one) {
  int64_t micros = (now() - one->sent_at) / 1000;
  histogram[micros < MOST_MICROS ? micros : MOST_MICROS]++;
  messages++;
  send_message(one);
}

static void read_head(struct socket_state *one) {
  ssize_t count = read(one->fd, one->head + one->received, sizeof one->head - one->received - 1);
  if (count <= 0) {
    fail(one);
    return;
  }
  one->received += (size_t)count;
  one->head[one->received] = 0;
  if (strstr(one->head, "\r\n\r\n") == NULL) return;
  if (strncmp(one->head, "HTTP/1.1 101", 12) != 0) {
    fail(one);
    return;
  }
  one->upgraded = 1;
  send_message(one);
}

static void readable(struct socket_state *one) {
  unsigned char bytes[ECHOED + 1];
  if (!one->upgraded) {
    read_head(one);
    return;
  }
  ssize_t count = read(one->fd, bytes, sizeof bytes);
  if (count < 0 && errno == EAGAIN) return;
  one->received += count > 0 ? (size_t)count : 0;
  if (count <= 0 || one->received > ECHOED) fail(one);
  else if (one->received == ECHOED) echoed(one);
}

// Blocks while it connects, so that the backlog never overflows.
static void open_socket(int epoll, struct socket_state *one, int port, const char *host) {
  char request[512];
  int on = 1;
  struct sockaddr_in address = {.sin_family = AF_INET,
                                .sin_port = htons((unsigned short)port),
                                .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  one->fd = socket(AF_INET, SOCK_STREAM, 0);
  if (one->fd < 0) die("socket");
  if (connect(one->fd, (struct sockaddr *)&address, sizeof address) < 0) die("connect");
  setsockopt(one->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  int length = snprintf(request, sizeof request,
                        "GET /ws HTTP/1.1\r\nHost: %s\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n",
                        host);
  if (write(one->fd, request, (size_t)length) != length) die("write");
  struct epoll_event event = {.events = EPOLLIN, .data.ptr = one};
  if (epoll_ctl(epoll, EPOLL_CTL_ADD, one->fd, &event) < 0) die("epoll_ctl");
}

static int percentile(double share) {
  uint64_t seen = 0, wanted = (uint64_t)((double)messages * share);
  for (int micros = 0; micros <= MOST_MICROS; micros++) {
    seen += histogram[micros];
    if (seen > wanted) return micros;
  }
  return MOST_MICROS;
}

int main(int count, char **arguments) {
  if (count != 5) {
    fprintf(stderr, "usage: load PORT HOST SOCKETS SECONDS\n");
    return 2;
  }
  int port = atoi(arguments[1]), sockets = atoi(arguments[3]), epoll = epoll_create1(0);
  struct rlimit files = {(rlim_t)sockets + 64, (rlim_t)sockets + 64};
  setrlimit(RLIMIT_NOFILE, &files);
  struct socket_state *all = calloc((size_t)sockets, sizeof *all);
  if (all == NULL) die("calloc");
  for (int i = 0; i < sockets; i++) open_socket(epoll, &all[i], port, arguments[2]);
  int64_t begin = now(), deadline = begin + atoll(arguments[4]) * 1000000000LL;
  struct epoll_event events[MAX_EVENTS];
  while (now() < deadline) {
    int ready = epoll_wait(epoll, events, MAX_EVENTS, 100);
    for (int i = 0; i < ready; i++) readable(events[i].data.ptr);
  }
  printf("{\"units\": %llu, \"seconds\": %.6f, \"p50_us\": %d, \"p99_us\": %d, \"p999_us\": %d, \"errors\": %d}\n",
         (unsigned long long)messages, (double)(now() - begin) / 1e9, percentile(.5), percentile(.99),
         percentile(.999), errors);
  return 0;
}
