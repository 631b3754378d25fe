// An app that counts how many requests it has at once: node counting.js. GET /slow?ms=N takes N ms;
// prints a line "most N" whenever there were more than ever before.
const http = require('http');

let present = 0;
let most = 0;

const server = http.createServer((request, response) => {
  const url = new URL(request.url, 'http://localhost');
  if (url.pathname !== '/slow') {
    response.end('up');
    return;
  }
  present++;
  if (present > most) {
    most = present;
    console.log('most %d', most);
  }
  setTimeout(() => {
    // Before the answer: the next request may come as soon as that is there.
    present--;
    response.end('done');
  }, Number(url.searchParams.get('ms')));
});
// Longer than a balancer keeps a connection without a request.
server.keepAliveTimeout = 600000;
server.listen(Number(process.env.PORT || 3000));
process.on('SIGTERM', () => process.exit(0));
