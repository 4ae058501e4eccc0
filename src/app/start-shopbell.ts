import { join } from 'node:path';
import type { House } from '#engines/house.ts';
import { openIdentity } from '#engines/identity/open-identity.ts';
import { isSetupOpen, makeSetupLink } from '#engines/identity/setup-link.ts';
import { startDelivery } from '#engines/ledger/start-delivery.ts';
import { keepSamples, makeDiskCheck, startIntake, startSyslog } from '#intake/index.ts';
import { messageOf, ShopbellError } from '#kernel/errors.ts';
import * as decide from '#steps/decide/index.ts';
import * as detect from '#steps/detect/index.ts';
import * as inspect from '#steps/inspect/index.ts';
import * as respond from '#steps/respond/index.ts';
import * as tell from '#steps/tell/index.ts';
import * as unmask from '#steps/unmask/index.ts';
import * as watch from '#steps/watch/index.ts';
import { answerBeats } from './answer-beats.ts';
import { listenForCommands } from './command-line/listen-for-commands.ts';
import type { Config } from './config.ts';
import { listenHttp } from './listen-http.ts';
import { makeWebServer } from './make-web-app.tsx';
import { openHouse } from './open-house.ts';
import { receiveMails } from './receive-mails.ts';

export interface RunningShopbell {
  /** Where people reach the console. */
  readonly url: string;
  /** Whether this process serves it. */
  readonly servesPages: boolean;
  /** The one-time link to the setup page; null once there is an owner. */
  readonly setupLink: string | null;
  readonly house: House;
  /** Stops what comes in, lets what runs finish, closes the engines. */
  stop(): Promise<void>;
}

type Stop = () => Promise<unknown>;

const ANSWERS_WITHIN_MS = 3_000;
const reactions = [watch, inspect, unmask, respond, decide, tell].flatMap((step) => step.reactions);

/** Starts every role of the configuration on one house. What was started is stopped again when something later fails. */
export async function startShopbell(config: Config): Promise<RunningShopbell> {
  let url = config.publicUrl ?? `http://${hostInUrl(config.host)}:${config.port}`;
  const { house, close } = await openHouse(config, () => url);
  const stops: Stop[] = [];
  const stop = async (): Promise<void> => {
    for (const one of stops.reverse()) await one();
    stops.length = 0;
    await close();
  };
  try {
    stops.push(await listenForCommands(house, config.dataFolder));
    if (config.roles.includes('worker')) stops.push(await startWorker(house, config));
    if (config.roles.includes('prober')) stops.push(await startWatching(house, config));
    if (config.roles.includes('web')) {
      const web = await startWeb(house, config);
      stops.push(web.stop);
      url = config.publicUrl ?? `http://${hostInUrl(config.host)}:${web.port}`;
    }
    const servesPages = config.roles.includes('web');
    const setupLink = servesPages && (await isSetupOpen(house)) ? await makeSetupLink(house) : null;
    return { url, servesPages, setupLink, house, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function startWatching(house: House, { witnesses }: Config): Promise<Stop> {
  return watch.startWatching(house, { witnesses, storeSamples: (org, by, samples) => keepSamples(house, org, by, samples) });
}

/** Reactions, intake, detection, pages, letters, jobs: stopped in the order in which the data flows. */
async function startWorker(house: House, config: Config): Promise<Stop> {
  inspect.defineJobs(house);
  decide.defineJobs(house);
  watch.defineJobs(house);
  await house.jobs.start();
  await inspect.scheduleJobs(house);
  await decide.scheduleJobs(house);
  await watch.scheduleJobs(house);
  const dataFolder = config.secrets.clickhouseUrl === undefined ? config.dataFolder : null;
  const syslog = config.syslog === undefined ? null : await listenForSyslog(house, { ...config.syslog, dataFolder });
  const intake = startIntake(house, { dataFolder });
  const detection = detect.startDetectionLoop(house, { ruleFolder: config.ruleFolder });
  const stopFollowing = watch.startFollowingOrders(house);
  const stopSystems = watch.startFollowingServices(house);
  const stopFeeds = watch.startReadingFeeds(house);
  const delivery = await startDelivery(house, reactions);
  const mails = config.mailListen === undefined ? null : await receiveMails(house, config.mailListen);
  const stopReminders = await decide.startReminders(house);
  const stopPager = await respond.startPager(house);
  const pace = config.mailPerSecond === undefined ? {} : { perSecond: config.mailPerSecond };
  const stopSender = await tell.startSender(house, pace);
  const stopStatusPages = await watch.startStatusPages(house, pace);
  return async () => {
    await syslog?.stop();
    await intake.stop();
    await mails?.close();
    await detection.stop();
    await stopFeeds();
    await stopFollowing();
    await stopSystems();
    await delivery.stop();
    await stopReminders();
    await stopPager();
    await stopSender();
    await stopStatusPages();
    await house.jobs.stop();
  };
}

/** Throws CONFIG_INVALID when the address is taken or not allowed, or the certificate cannot be used. */
async function listenForSyslog(house: House, options: Parameters<typeof startSyslog>[1]) {
  try {
    return await startSyslog(house, options);
  } catch (thrown) {
    const isAddress = thrown instanceof Error && 'syscall' in thrown && (thrown.syscall === 'listen' || thrown.syscall === 'bind');
    const name = isAddress ? 'SHOPBELL_SYSLOG_LISTEN' : 'SHOPBELL_SYSLOG_CERTIFICATE';
    throw new ShopbellError('CONFIG_INVALID', { name, reason: messageOf(thrown) }, { cause: thrown });
  }
}

async function startWeb(house: House, config: Config): Promise<{ readonly port: number; readonly stop: Stop }> {
  const identity = openIdentity(house);
  const stopping = new AbortController();
  const checkDisk = makeDiskCheck(house, join(config.dataFolder));
  const app = makeWebServer({
    house,
    identity,
    stopping: stopping.signal,
    checkDisk,
    trustedProxies: config.trustedProxies,
    otherHosts: config.otherHosts,
    witnesses: config.witnesses,
  });
  const close = async (): Promise<void> => {
    stopping.abort();
    await identity.close();
  };
  const first = answerBeats({ house, otherHosts: config.otherHosts });
  const asked = { host: config.host, port: config.port, portIsFixed: config.portIsFixed, fetch: app.fetch, first };
  const listening = await listenHttp(asked).catch(async (error: unknown) => {
    await close();
    throw error;
  });
  return {
    port: listening.port,
    stop: async () => {
      stopping.abort();
      await listening.close(ANSWERS_WITHIN_MS);
      await close();
    },
  };
}

/** An address to type: a wildcard is this machine, IPv6 stands in brackets. */
function hostInUrl(host: string): string {
  // Browsers offer passkeys at localhost, never at a bare address.
  if (['127.0.0.1', '::1', '0.0.0.0', '::'].includes(host)) return 'localhost';
  return host.includes(':') ? `[${host}]` : host;
}
