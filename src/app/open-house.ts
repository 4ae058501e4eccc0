import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { openAdvisoryFiles } from '#engines/advisories/open-advisory-files.ts';
import { openArtifacts } from '#engines/artifacts/open-artifacts.ts';
import { openBrowser } from '#engines/browser/open-browser.ts';
import { systemClock, systemRandom } from '#engines/clock/system-clock.ts';
import { openResolver } from '#engines/dns/open-resolver.ts';
import { checkFreeSpace } from '#engines/files/check-free-space.ts';
import { holdDataFolder } from '#engines/files/hold-data-folder.ts';
import { openPublishedFiles } from '#engines/files/open-published-files.ts';
import { nowhere, openGeo } from '#engines/geo/open-geo.ts';
import type { House } from '#engines/house.ts';
import { openHttpClient } from '#engines/http/open-http-client.ts';
import { openJobs } from '#engines/jobs/open-jobs.ts';
import { openJourneys } from '#engines/journeys/open-journeys.ts';
import { openLog } from '#engines/log/open-log.ts';
import { openMailer } from '#engines/mail/open-mailer.ts';
import { openPusher } from '#engines/push/open-pusher.ts';
import { openSecrets } from '#engines/secrets/open-secrets.ts';
import { checkMasterKey, readMasterKey } from '#engines/secrets/read-master-key.ts';
import { openSftpReader } from '#engines/sftp/open-sftp-reader.ts';
import { openSqlReader } from '#engines/sql/open-sql-reader.ts';
import { openState } from '#engines/state/open-state.ts';
import { openTelemetry } from '#engines/telemetry/open-telemetry.ts';
import { openWire } from '#engines/wire/open-wire.ts';
import { messageOf, ShopbellError } from '#kernel/errors.ts';
import type { Config } from './config.ts';
import { makePorts } from './make-ports.ts';

export interface OpenHouse {
  readonly house: House;
  /** Closes every engine in reverse order and gives the data folder free. */
  close(): Promise<void>;
}

/**
 * Opens every engine on the data folder, which this process then holds alone. What was opened is closed again when a later
 * engine fails. `publicUrl` is only known once the console listens, so it is asked for when needed.
 */
export async function openHouse(config: Config, publicUrl: () => string): Promise<OpenHouse> {
  const closers: (() => Promise<void>)[] = [];
  const close = async (): Promise<void> => {
    for (const one of closers.reverse()) await one();
    closers.length = 0;
  };
  try {
    const house = await openEngines(config, publicUrl, closers);
    return { house, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function openEngines(config: Config, publicUrl: () => string, closers: (() => Promise<void>)[]): Promise<House> {
  const folder = config.dataFolder;
  const log = openLog(config.logLevel);
  const isNew = !['postgres', 'telemetry', 'key.check'].some((part) => existsSync(join(folder, part)));
  await mkdir(folder, { recursive: true }).catch((error: unknown) => {
    throw new ShopbellError('DATA_FOLDER_UNUSABLE', { path: folder, reason: messageOf(error) });
  });
  await checkFreeSpace(folder);
  const hold = await holdDataFolder(folder, systemClock.now());
  closers.push(() => hold.release());

  const key = readMasterKey({ fromEnvironment: config.secrets.masterKey, path: join(folder, 'keys', 'master.key'), mayCreate: isNew });
  checkMasterKey(key, join(folder, 'key.check'));
  const [state, telemetry, mailer] = await opened(closers, [
    openState({ ...optional('databaseUrl', config.secrets.databaseUrl), folder, log }),
    openTelemetry(config.secrets.clickhouseUrl === undefined ? { path: join(folder, 'telemetry') } : { url: config.secrets.clickhouseUrl }),
    openMailer(config.secrets.smtpUrl === undefined ? { folder: join(folder, 'mailbox') } : { smtpUrl: config.secrets.smtpUrl }),
  ]);
  const browser = openBrowser({ cacheFolder: join(folder, 'browser') });
  closers.push(() => browser.close());
  const jobs = openJobs(state.url, log);
  closers.push(() => jobs.stop());

  const http = openHttpClient();
  const house: House = {
    state,
    telemetry,
    jobs,
    mailer,
    browser,
    journeys: openJourneys(browser),
    http,
    resolver: openResolver(),
    wire: openWire(),
    sql: openSqlReader(),
    sftp: openSftpReader(),
    push: openPusher(http),
    geo: config.geoDatabase === undefined ? nowhere : openGeo(config.geoDatabase),
    secrets: openSecrets(key),
    artifacts: openArtifacts(join(folder, 'artifacts')),
    advisories: openAdvisoryFiles(join(folder, 'advisories'), config.advisories),
    published: openPublishedFiles(join(folder, 'status-pages')),
    clock: systemClock,
    random: systemRandom,
    log,
    ports: makePorts(() => house),
    mailFrom: config.mailFrom,
    mailDomain: config.mailDomain,
    get publicUrl() {
      return publicUrl();
    },
  };
  return house;
}

interface Closable {
  close(): Promise<void>;
}

/** Waits for engines that open side by side; those that did open are closed when one fails. */
async function opened<T extends readonly Closable[]>(
  closers: (() => Promise<void>)[],
  opening: { [K in keyof T]: Promise<T[K]> },
): Promise<T> {
  const results = await Promise.allSettled(opening);
  for (const result of results) {
    if (result.status === 'fulfilled') closers.push(() => result.value.close());
  }
  const failed = results.find((result) => result.status === 'rejected');
  if (failed) throw failed.reason;
  return results.map((result) => (result as PromiseFulfilledResult<Closable>).value) as unknown as T;
}

function optional<K extends string, V>(key: K, value: V | undefined): { readonly [P in K]?: V } {
  return (value === undefined ? {} : { [key]: value }) as { readonly [P in K]?: V };
}
