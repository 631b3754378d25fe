// A client in the cluster: node -e SCRIPT URL RETRY [PAUSE]. Asks over kept connections and over new
// ones, with as many milliseconds in between as PAUSE says (5). When RETRY is not empty, a request that
// failed is made once more, at once. Prints a line for each failure, and twice a second how many were
// answered and how many milliseconds the longest took. The name is looked up once, since the cluster's
// DNS is not what is tested.
const dns = require('dns');
const http = require('http');

const [, url, retry, pause = '5'] = process.argv;
let answered = 0;
let longest = 0;
let address;

// Whoever connects to all addresses of a name asks for a list.
function lookup(name, options, done) {
  if (options.all) done(null, [{ address, family: 4 }]);
  else done(null, address, 4);
}

function get(agent, done) {
  const request = http.get(url, { agent, lookup }, response => {
    response.resume();
    response.on('error', error => done('cut short: ' + error.message));
    response.on('end', () => done(response.statusCode === 200 ? null : 'status ' + response.statusCode));
  });
  request.setTimeout(30000, () => request.destroy(new Error('no answer within 30 s')));
  request.on('error', error => done(error.code || error.message));
}

// Tells the outcome once, whatever happens to the request after that.
function once(agent, done) {
  let over = false;
  get(agent, failure => {
    if (!over) done(failure);
    over = true;
  });
}

function ask(agent, done) {
  once(agent, failure => {
    if (failure === null || retry === '') done(failure);
    else once(agent, again => done(again && failure + ', and again ' + again));
  });
}

function repeat(agent, kind) {
  const begun = Date.now();
  ask(agent, failure => {
    longest = Math.max(longest, Date.now() - begun);
    if (failure === null) answered++;
    else console.log('failed %s %s %s', new Date().toISOString(), kind, failure);
    setTimeout(repeat, Number(pause), agent, kind);
  });
}

async function resolve() {
  while (!address) {
    try {
      address = (await dns.promises.lookup(new URL(url).hostname, { family: 4 })).address;
    } catch (error) {
      await new Promise(resolved => setTimeout(resolved, 100));
    }
  }
}

resolve().then(() => {
  for (let i = 0; i < 4; i++) repeat(new http.Agent({ keepAlive: true, maxSockets: 1 }), 'kept');
  for (let i = 0; i < 2; i++) repeat(new http.Agent({ keepAlive: false }), 'new');
  setInterval(() => console.log('answered %d\nlongest %d', answered, longest), 500);
});
