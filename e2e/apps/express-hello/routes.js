import { pipeline, Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';

import { Router } from 'express';

import { identity } from './identity.js';

const SHOWN_HEADERS = [
  'host',
  'forwarded',
  'x-real-ip',
  'x-forwarded-host',
  'x-forwarded-port',
  'x-forwarded-proto',
];
const MAX_SLOW_MS = 30_000;
const MAX_BYTES = 100 * 1024 * 1024;
const CHUNK = Buffer.alloc(64 * 1024, 'x');

/** The routes; `signal` aborts when the process is told to stop. */
export function routes(signal) {
  const router = Router();

  router.get('/healthz/live', (req, res) => res.json({ status: 'up' }));
  router.get('/healthz/ready', (req, res) =>
    res.status(signal.aborted ? 503 : 200).json({ status: signal.aborted ? 'stopping' : 'up' }),
  );

  router.get('/', (req, res) => res.json(describe(req)));

  router.get('/slow', async (req, res) => {
    const ms = wholeNumber(req, 'ms', { fallback: 1_000, min: 0, max: MAX_SLOW_MS });
    await sleep(ms);
    res.json({ ...identity, ms });
  });

  router.get('/bytes', (req, res) => {
    const n = wholeNumber(req, 'n', { fallback: 1_024, min: 0, max: MAX_BYTES });
    res.type('application/octet-stream').set('Content-Length', String(n));
    stream(Readable.from(filler(n)), res);
  });

  router.post('/echo', (req, res) => {
    res.type('application/octet-stream');
    stream(req, res);
  });

  router.get('/events', async (req, res) => {
    const ms = wholeNumber(req, 'ms', { fallback: 1_000, min: 10, max: MAX_SLOW_MS });
    res.set({ 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
    for (let id = 0; !res.closed && !signal.aborted; id++) {
      res.write(`id: ${id}\ndata: ${JSON.stringify({ ...identity, id })}\n\n`);
      await sleep(ms, undefined, { signal }).catch(() => {});
    }
    res.end();
  });

  router.use((error, req, res, next) => {
    if (!error.expose || res.headersSent) return next(error);
    res.status(error.status).json({ error: error.message });
  });

  return router;
}

function describe(req) {
  const headers = {};
  for (const name of SHOWN_HEADERS) {
    if (req.headers[name] !== undefined) headers[name] = req.headers[name];
  }
  const { ip, ips, protocol, hostname } = req;
  return { ...identity, ip, ips, protocol, hostname, headers };
}

/** A query parameter as a whole number; out of range or no number is the client's error, a 400. */
function wholeNumber(req, name, { fallback, min, max }) {
  const text = req.query[name];
  if (text === undefined) return fallback;
  const number = Number(text);
  if (/^\d{1,9}$/.test(text) && number >= min && number <= max) return number;
  const problem = new Error(`${name} must be a whole number from ${min} to ${max}`);
  throw Object.assign(problem, { status: 400, expose: true });
}

function* filler(length) {
  for (let left = length; left > 0; left -= CHUNK.length) {
    yield left < CHUNK.length ? CHUNK.subarray(0, left) : CHUNK;
  }
}

/** Passes on with back-pressure; when either side fails, both are destroyed, which is all there is to do. */
function stream(from, to) {
  pipeline(from, to, () => {});
}
