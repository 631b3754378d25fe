import { createServer } from 'node:http';

import express from 'express';

import { echoSocket } from './echo-socket.js';
import { gracefulStop } from './graceful-stop.js';
import { routes } from './routes.js';

// The app is open to this machine alone unless it is told its address.
const host = process.env.HOST ?? '127.0.0.1';
const port = Number(process.env.PORT ?? 3000);
const stopping = new AbortController();

const app = express();
app.disable('x-powered-by');
// Where the balancer is: this machine, or the private networks that a cluster uses for pods.
// X-Forwarded-* from anywhere else is not believed.
app.set('trust proxy', ['loopback', 'linklocal', 'uniquelocal']);

const server = createServer(app);
// Longer than a proxy keeps an idle connection: the proxy closes first, so it never sends a
// request into a connection that is being closed here.
server.keepAliveTimeout = 90_000;

app.use(gracefulStop(server, stopping.signal));
app.use(routes(stopping.signal));
echoSocket(server, stopping.signal);

/** Accepts no more, lets what is in flight finish, and exits with 0. */
function stop() {
  if (stopping.signal.aborted) return;
  server.close(() => process.exit(0));
  stopping.abort();
}
process.on('SIGTERM', stop);
process.on('SIGINT', stop);

server.on('error', (error) => {
  console.error(`cannot listen on ${host}:${port}: ${error.message}`);
  process.exit(1);
});
server.listen(port, host, () => console.log(`listening on http://${host}:${port}`));
