import { WebSocketServer } from 'ws';

const GOING_AWAY = 1001;

/** Echoes every WebSocket message on /ws; when `signal` aborts, says goodbye with a close frame. */
export function echoSocket(server, signal) {
  const sockets = new WebSocketServer({ noServer: true, path: '/ws', maxPayload: 1024 * 1024 });

  server.on('upgrade', (request, connection, head) =>
    sockets.handleUpgrade(request, connection, head, (socket) => echo(socket)),
  );
  signal.addEventListener('abort', () => {
    for (const socket of sockets.clients) socket.close(GOING_AWAY, 'stopping');
  });
}

function echo(socket) {
  // Without a listener an error, such as an oversized frame, would end the process; ws itself closes
  // the connection.
  socket.on('error', () => {});
  socket.on('message', (data, isBinary) => {
    // One echo at a time: a client that does not read is not read from either.
    socket.pause();
    socket.send(data, { binary: isBinary }, () => socket.resume());
  });
}
