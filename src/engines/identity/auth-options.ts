import { passkey } from '@better-auth/passkey';
import { betterAuth } from 'better-auth';
import { APIError } from 'better-auth/api';
import { twoFactor } from 'better-auth/plugins';
import { Kysely, PostgresDialect } from 'kysely';
import type pg from 'pg';
import { makeId } from '#kernel/ids.ts';
import { DAY, MINUTE, SECOND } from '#kernel/time.ts';
import type { House } from '../house.ts';
import { shortestPassword } from './password-rules.ts';

const IDLE_LIMIT = DAY;
export const AGE_LIMIT = 30 * DAY;
/** The header in which the client's address is handed to better-auth; set by us, never read from a request. */
export const ADDRESS_HEADER = 'x-shopbell-address';

const dates = { createdAt: 'created_at', updatedAt: 'updated_at' };
const prefixes: Readonly<Record<string, string>> = { user: 'per', session: 'ses', account: 'acc', passkey: 'pky', twoFactor: 'totp' };

/**
 * better-auth over our tables. Only its API functions are called; its HTTP handler is not mounted, so no end point exists
 * that is not ours (no sign-up, no change of address). No telemetry, no outgoing calls.
 */
export function makeAuth(house: Pick<House, 'secrets' | 'clock' | 'random' | 'log' | 'publicUrl'>, pool: pg.Pool) {
  const secure = house.publicUrl.startsWith('https://');
  return betterAuth({
    appName: 'Shopbell',
    baseURL: house.publicUrl,
    // Not an organisation's: people belong to several. The id only names the key that is derived.
    secret: house.secrets.mac('org_shopbell', 'identity-cookies', 'v1'),
    telemetry: { enabled: false },
    logger: { level: 'error', log: (_level, message) => house.log.warn('identity', { message }) },
    database: { db: new Kysely({ dialect: new PostgresDialect({ pool }) }), type: 'postgres' },
    rateLimit: { enabled: false },
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: shortestPassword, maxPasswordLength: 256 },
    user: { modelName: 'identity_people', fields: { emailVerified: 'email_verified', ...dates } },
    session: {
      modelName: 'identity_sessions',
      expiresIn: IDLE_LIMIT / SECOND,
      updateAge: (10 * MINUTE) / SECOND,
      fields: { userId: 'person_id', expiresAt: 'expires_at', ipAddress: 'ip_address', userAgent: 'user_agent', ...dates },
      additionalFields: {
        proof: { type: 'string', required: false, input: false, defaultValue: 'password' },
        organisation: { type: 'string', required: false, input: false },
      },
    },
    account: {
      modelName: 'identity_accounts',
      fields: {
        accountId: 'account_id',
        providerId: 'provider_id',
        userId: 'person_id',
        accessToken: 'access_token',
        refreshToken: 'refresh_token',
        idToken: 'id_token',
        accessTokenExpiresAt: 'access_token_expires_at',
        refreshTokenExpiresAt: 'refresh_token_expires_at',
        ...dates,
      },
    },
    verification: { modelName: 'identity_verifications', fields: { expiresAt: 'expires_at', ...dates } },
    advanced: {
      // `__Host-` needs Secure, Path=/ and no Domain: exactly what is set here.
      useSecureCookies: false,
      cookiePrefix: secure ? '__Host-shopbell' : 'shopbell',
      defaultCookieAttributes: { secure, httpOnly: true, sameSite: 'lax', path: '/' },
      ipAddress: { ipAddressHeaders: [ADDRESS_HEADER] },
      database: {
        generateId: ({ model }) => makeId(prefixes[model] ?? 'aux', house.clock.now().getTime(), house.random.bytes(16)),
      },
    },
    plugins: [twoFactorPlugin(), passkeyPlugin(house.publicUrl)],
  });
}

export type Auth = ReturnType<typeof makeAuth>;

function twoFactorPlugin() {
  return twoFactor({
    issuer: 'Shopbell',
    schema: {
      user: { fields: { twoFactorEnabled: 'two_factor_enabled' } },
      twoFactor: {
        modelName: 'identity_two_factors',
        fields: {
          userId: 'person_id',
          backupCodes: 'backup_codes',
          failedVerificationCount: 'failed_verification_count',
          lockedUntil: 'locked_until',
        },
      },
    },
  });
}

function passkeyPlugin(publicUrl: string) {
  return passkey({
    rpID: new URL(publicUrl).hostname,
    rpName: 'Shopbell',
    origin: new URL(publicUrl).origin,
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    // A passkey counts as both factors only when the device checked its holder.
    registration: { afterVerification: ({ verification }) => requireHolder(verification.registrationInfo?.userVerified) },
    authentication: { afterVerification: ({ verification }) => requireHolder(verification.authenticationInfo.userVerified) },
    schema: {
      passkey: {
        modelName: 'identity_passkeys',
        fields: {
          userId: 'person_id',
          publicKey: 'public_key',
          credentialID: 'credential_id',
          deviceType: 'device_type',
          backedUp: 'backed_up',
          createdAt: 'created_at',
        },
      },
    },
  });
}

function requireHolder(verified: boolean | undefined): void {
  if (verified !== true)
    throw new APIError('UNAUTHORIZED', { code: 'HOLDER_NOT_VERIFIED', message: 'the device did not check its holder' });
}
