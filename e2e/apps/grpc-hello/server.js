import { fileURLToPath } from 'node:url';

import { loadPackageDefinition, Server, ServerCredentials } from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import { HealthImplementation } from 'grpc-health-check';

import { greeter } from './greeter.js';

// The server is open to this machine alone unless it is told its address.
const host = process.env.HOST ?? '127.0.0.1';
const port = process.env.PORT ?? '3000';
const stopping = new AbortController();

const proto = loadSync(fileURLToPath(new URL('hello.proto', import.meta.url)));
const { hello } = loadPackageDefinition(proto);
const health = new HealthImplementation({ '': 'SERVING' });

const server = new Server();
server.addService(hello.v1.Greeter.service, greeter(stopping.signal));
health.addToServer(server);

/** Says goodbye on each connection, lets the calls in flight finish, and exits with 0. */
function stop() {
  if (stopping.signal.aborted) return;
  stopping.abort();
  health.setStatus('', 'NOT_SERVING');
  server.tryShutdown(() => process.exit(0));
}
process.on('SIGTERM', stop);
process.on('SIGINT', stop);

server.bindAsync(`${host}:${port}`, ServerCredentials.createInsecure(), (error) => {
  if (error) {
    console.error(`cannot listen on ${host}:${port}: ${error.message}`);
    process.exit(1);
  }
  console.log(`listening on ${host}:${port}`);
});
