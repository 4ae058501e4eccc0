import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { vi } from 'vitest';

/** No package of npm brings a Dovecot: tests that want one are skipped where none is installed. */
export const hasDovecot = spawnSync('dovecot', ['--version']).error === undefined && userInfo().uid === 0;

interface DovecotOptions {
  readonly user: string;
  readonly password: string;
  readonly certificate: { readonly cert: string; readonly key: string };
}

/** A real Dovecot in a folder of its own, on loopback: STARTTLS, one user, mails in a Maildir. */
export async function startDovecot({ user, password, certificate }: DovecotOptions) {
  const folder = mkdtempSync(join(tmpdir(), 'shopbell-dovecot-'));
  chmodSync(folder, 0o755);
  const mail = join(folder, 'mail');
  for (const part of ['new', 'cur', 'tmp', '.Junk/new', '.Junk/cur', '.Junk/tmp']) mkdirSync(join(mail, part), { recursive: true });
  const port = await freePort();
  writeFileSync(join(folder, 'cert.pem'), certificate.cert);
  writeFileSync(join(folder, 'key.pem'), certificate.key);
  writeFileSync(join(folder, 'users'), `${user}:{PLAIN}${password}::::::\n`);
  writeFileSync(join(folder, 'dovecot.conf'), configure(folder, port));
  spawnSync('chown', ['-R', 'nobody', mail]);
  const server = spawn('dovecot', ['-F', '-c', join(folder, 'dovecot.conf')], { stdio: 'ignore' });
  const gone = new Promise((resolve) => server.once('exit', resolve));
  const log = join(folder, 'log');
  await vi.waitUntil(() => existsSync(log) && readFileSync(log, 'utf8').includes('starting up'), { timeout: 10_000 });
  let count = 0;
  return {
    port,
    deliver: (box: 'INBOX' | 'Junk', raw: string) => {
      const name = `${Date.now()}.${count++}.test`;
      const into = join(mail, box === 'Junk' ? '.Junk' : '');
      writeFileSync(join(into, 'tmp', name), raw);
      spawnSync('chown', ['nobody', join(into, 'tmp', name)]);
      renameSync(join(into, 'tmp', name), join(into, 'new', name));
    },
    subjects: (box: 'INBOX' | 'Junk') =>
      ['new', 'cur'].flatMap((part) => {
        const at = join(mail, box === 'Junk' ? '.Junk' : '', part);
        return readdirSync(at).map((name) => /^subject: (.*)$/im.exec(readFileSync(join(at, name), 'utf8'))?.[1]?.trim() ?? '');
      }),
    close: async () => {
      server.kill();
      await gone;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const configure = (folder: string, port: number) => `
base_dir = ${folder}/run
log_path = ${folder}/log
protocols = imap
listen = 127.0.0.1
ssl = required
ssl_cert = <${folder}/cert.pem
ssl_key = <${folder}/key.pem
mail_location = maildir:${folder}/mail
first_valid_uid = 1
default_internal_user = nobody
default_login_user = nobody
default_internal_group = nogroup
service anvil {
  chroot =
}
service imap-login {
  chroot =
  inet_listener imap {
    port = ${port}
  }
  inet_listener imaps {
    port = 0
  }
}
passdb {
  driver = passwd-file
  args = ${folder}/users
}
userdb {
  driver = static
  args = uid=nobody gid=nogroup home=${folder}
}
namespace inbox {
  inbox = yes
  separator = /
  mailbox Junk {
    special_use = \\Junk
    auto = subscribe
  }
}
`;

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}
