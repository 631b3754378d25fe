import os from 'node:os';

/** Who answers: the same on every route, so that a client can tell replicas apart. */
export const identity = {
  app: process.env.SCALEDAPP_APP ?? 'express-redis',
  instance: process.env.SCALEDAPP_INSTANCE ?? os.hostname(),
  pid: process.pid,
};
