// Sends beats over 32 connections for SECONDS to the addresses on standard input, one request a connection at a time; says how many were answered 200, and the CPU seconds that sending took.
import { connect } from 'node:net';

const [port = '0', seconds = '10'] = process.argv.slice(2);
const paths = (await new Response(process.stdin as never).text()).trim().split('\n');
const ends = Date.now() + Number(seconds) * 1_000;
let answered = 0;
let sent = 0;
await Promise.all(Array.from({ length: 32 }, () => drive()));
const { user, system } = process.cpuUsage();
process.stdout.write(`${answered} ${(user + system) / 1e6}\n`);

function drive(): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), '127.0.0.1');
    const send = (): void => {
      if (Date.now() >= ends) {
        socket.end();
        resolve();
      } else socket.write(`POST ${paths[sent++ % paths.length]} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 0\r\n\r\n`);
    };
    let text = '';
    socket.setEncoding('latin1').on('data', (part) => {
      text += part;
      if (!text.endsWith('ok\n')) return;
      if (text.startsWith('HTTP/1.1 200')) answered++;
      text = '';
      send();
    });
    socket.on('connect', send).on('error', reject);
  });
}
