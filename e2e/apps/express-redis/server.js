import { createServer } from 'node:http';

import { RedisStore } from 'connect-redis';
import express from 'express';
import session from 'express-session';

import { cached } from './cache.js';
import { gracefulStop } from './graceful-stop.js';
import { identity } from './identity.js';
import { connect } from './store.js';

const CACHE_SECONDS = 60;

const host = process.env.HOST ?? '127.0.0.1';
const port = Number(process.env.PORT ?? 3000);
const stopping = new AbortController();
const store = await connect();

const app = express();
app.disable('x-powered-by');
app.set('trust proxy', ['loopback', 'linklocal', 'uniquelocal']);
const server = createServer(app);
server.keepAliveTimeout = 90_000;
app.use(gracefulStop(server, stopping.signal));

app.get('/healthz/live', (req, res) => res.json({ status: 'up' }));
// A replica that cannot reach the sessions takes no requests, and is not restarted for it.
app.get('/healthz/ready', (req, res) => {
  const ready = store.isReady && !stopping.signal.aborted;
  res.status(ready ? 200 : 503).json({ status: ready ? 'up' : 'not ready' });
});

app.get('/jobs', async (req, res) => {
  const runs = await store.hGetAll('jobs:runs');
  res.json({ ...identity, migrations: Number(await store.get('migrations')), runs });
});

app.get('/report', async (req, res) => {
  res.json(await cached(store, 'report', CACHE_SECONDS, () => ({ ...identity, at: new Date() })));
});

// The memory of one process, which is the default, is no place for sessions: the next request of
// the same client may reach another replica.
app.use(
  session({
    store: new RedisStore({ client: store, prefix: 'session:', ttl: 24 * 3600 }),
    secret: process.env.SESSION_SECRET ?? 'only for this sample',
    resave: false,
    saveUninitialized: false,
    cookie: { httpOnly: true, sameSite: 'lax', secure: 'auto' },
  }),
);

app.get('/', (req, res) => {
  req.session.views = (req.session.views ?? 0) + 1;
  res.json({ ...identity, views: req.session.views });
});

function stop() {
  if (stopping.signal.aborted) return;
  stopping.abort();
  server.close(async () => {
    await store.close();
    process.exit(0);
  });
}
process.on('SIGTERM', stop);
process.on('SIGINT', stop);

server.on('error', (error) => {
  console.error(`cannot listen on ${host}:${port}: ${error.message}`);
  process.exit(1);
});
server.listen(port, host, () => console.log(`listening on http://${host}:${port}`));
