import { createServer, type Socket } from 'node:net';
import { readLogin, readStatement, type TdsLogin, type TdsStatement } from './read-tds.ts';
import { done, envChange, failure, loginAck, packetsOf, prelogin, type TdsAnswer, table } from './write-tds.ts';

interface TdsOptions {
  readonly password: string;
  /** What a statement is answered; `null`: nothing at all. */
  readonly answer: (statement: TdsStatement) => TdsAnswer | null;
  /** Sends everybody on to this server. */
  readonly redirect?: { readonly host: string; readonly port: number };
}

const PRELOGIN = 0x12;
const LOGIN = 0x10;
const BATCH = 0x01;
const RPC = 0x03;
const TRANSACTION = 0x0e;
const ATTENTION = 0x06;
const BEGIN = 5;

/**
 * Answers on loopback as Microsoft SQL Server does on the wire (MS-TDS 7.4), so that what Shopbell says and reads is real; what it answers the test
 * says. It knows no SQL: it proves nothing of how a real server takes a statement.
 */
export async function startTds(options: TdsOptions) {
  const logins: TdsLogin[] = [];
  /** What was said, in order: statements, and `begin`, `rollback`. */
  const said: string[] = [];
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    let waiting = Buffer.alloc(0);
    let message = Buffer.alloc(0);
    socket.on('data', (part: Buffer) => {
      waiting = Buffer.concat([waiting, part]);
      while (waiting.length >= 8 && waiting.length >= waiting.readUInt16BE(2)) {
        const length = waiting.readUInt16BE(2);
        const [type = 0, status = 0] = waiting;
        message = Buffer.concat([message, waiting.subarray(8, length)]);
        waiting = waiting.subarray(length);
        if ((status & 1) === 0) continue;
        answer(socket, type, message);
        message = Buffer.alloc(0);
      }
    });
  });
  const send = (socket: Socket, ...tokens: readonly Buffer[]) => socket.write(packetsOf(Buffer.concat(tokens)));
  const answer = (socket: Socket, type: number, body: Buffer) => {
    if (type === PRELOGIN) return send(socket, prelogin);
    if (type === ATTENTION) return send(socket, done(0, 0x20));
    if (type === LOGIN) return signIn(socket, readLogin(body));
    if (type === TRANSACTION) {
      const kind = body.readUInt16LE(body.readUInt32LE(0));
      said.push(kind === BEGIN ? `begin ${body[body.readUInt32LE(0) + 2]}` : 'rollback');
      return send(socket, envChange(kind === BEGIN), done(0));
    }
    if (type !== BATCH && type !== RPC) return socket.destroy();
    const statement = readStatement(type === RPC, body);
    said.push(statement.text);
    const told =
      /^set ansi_nulls|^set textsize|^\s*set /i.test(statement.text) && !/select/i.test(statement.text)
        ? { columns: [], rows: [] }
        : options.answer(statement);
    if (told === null) return undefined;
    return send(
      socket,
      ...('error' in told
        ? [failure(told), done(0, 2)]
        : told.columns.length === 0
          ? [done(0)]
          : [table(told), done(told.rows.length, 0x10)]),
    );
  };
  const signIn = (socket: Socket, login: TdsLogin) => {
    logins.push(login);
    const isKnown = login.password === options.password;
    if (!isKnown) return send(socket, failure({ error: 18_456, message: `Login failed for user '${login.user}'.` }), done(0, 2));
    return send(socket, ...(options.redirect ? [loginAck, envChange(options.redirect), done(0)] : [loginAck, done(0)]));
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    logins,
    said,
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}
