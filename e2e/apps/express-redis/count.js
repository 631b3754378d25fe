import { connect } from './store.js';

// Runs each minute, once for the app. A timer in server.js would run once in each replica.
const minute = new Date().toISOString().slice(0, 16);
const store = await connect();
console.log(`run ${await store.hIncrBy('jobs:runs', minute, 1)} of ${minute}`);
await store.close();
