import { createClient } from 'redis';

const url = process.env.REDIS_URL ?? 'redis://127.0.0.1:6379';

/** A connection to Redis. It comes back by itself; commands fail meanwhile instead of piling up. */
export async function connect() {
  const client = createClient({ url, disableOfflineQueue: true });
  client.on('error', (error) => console.error(`Redis at ${url}: ${error.message}`));
  await client.connect();
  return client;
}
