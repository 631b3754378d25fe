import { connect } from './store.js';

// Runs once before the first replica of a revision starts. It may meet what an earlier one did, so it
// must bear to find its work done.
const store = await connect();
console.log(`migration ${await store.incr('migrations')} is done`);
await store.close();
