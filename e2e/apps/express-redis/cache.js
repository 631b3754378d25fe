/**
 * What `compute` gives, kept in Redis for some seconds, so that all replicas give the same and one
 * of them has the work. Two that find nothing at once may both compute: the first to write wins.
 */
export async function cached(store, key, seconds, compute) {
  const kept = await store.get(key);
  if (kept !== null) return JSON.parse(kept);
  await store.set(key, JSON.stringify(await compute()), { EX: seconds, NX: true });
  return JSON.parse(await store.get(key));
}
