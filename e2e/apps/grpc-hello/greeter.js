import os from 'node:os';
import { setInterval as ticks } from 'node:timers/promises';

import { status } from '@grpc/grpc-js';

const instance = process.env.SCALEDAPP_INSTANCE ?? os.hostname();
const EVERY_MS = { fallback: 1_000, min: 10, max: 30_000 };

const hello = ({ name }) => ({ message: `Hello ${name || 'world'}`, instance });

/** The calls of hello.v1.Greeter; `signal` aborts when the process is told to stop. */
export function greeter(signal) {
  return {
    sayHello: (call, reply) => reply(null, hello(call.request)),
    ticks: (call) => sendTicks(call, signal),
    sum: (call, reply) => {
      let value = 0;
      call.on('data', (number) => (value += Number(number.value)));
      call.on('end', () => reply(null, { value }));
    },
    chat: (call) => {
      call.on('data', (request) => call.write(hello(request)));
      call.on('end', () => call.end());
    },
  };
}

async function sendTicks(call, signal) {
  const everyMs = call.request.everyMs || EVERY_MS.fallback;
  if (everyMs < EVERY_MS.min || everyMs > EVERY_MS.max) {
    const details = `every_ms is ${everyMs}; it goes from ${EVERY_MS.min} to ${EVERY_MS.max}`;
    call.emit('error', { code: status.INVALID_ARGUMENT, details });
    return;
  }
  let number = 0;
  for await (const _ of ticks(everyMs)) {
    if (call.cancelled) return;
    if (signal.aborted) break;
    call.write({ number: ++number });
  }
  call.emit('error', { code: status.UNAVAILABLE, details: 'stopping' });
}
