// A server between a tool and a centre, and the tool run beside it.
import { spawn } from 'node:child_process';
import { createServer as createHttpServer, request as httpRequest } from 'node:http';
import { kaibiao } from './server.mjs';

// A server between the tool and the centre that passes everything on and remembers what it was given. `instead` may turn
// what is asked for into something else.
export async function relay(url, instead = (target) => target) {
  const seen = [];
  const server = createHttpServer((asked, answer) => {
    seen.push(`${asked.method} ${asked.url}`);
    const onward = httpRequest(url + instead(asked.url), { method: asked.method, headers: { ...asked.headers, host: new URL(url).host } }, (given) => {
      answer.writeHead(given.statusCode, given.headers);
      given.pipe(answer);
    });
    asked.pipe(onward);
  }).listen(0, '127.0.0.1');
  await new Promise((done) => server.once('listening', done));
  return { url: `http://127.0.0.1:${server.address().port}`, seen, stop: () => { server.closeAllConnections(); server.close(); } };
}
// spawnSync would stop the relay, which lives in this process.
export const runBeside = (...args) => new Promise((done) => {
  const child = spawn(kaibiao, args, { env: { ...process.env, KAIBIAO_PASSPHRASE: 'a long passphrase' } });
  let told = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes) => { told += bytes; });
  child.once('exit', (status) => done({ status, told }));
});
