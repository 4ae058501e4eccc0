import type { Role } from './event.ts';

/** What a verb may ask for. One word a kind of doing, so that a role reads as a list of what its people do. */
export type Permission =
  | 'look'
  | 'look-sealed'
  | 'configure'
  | 'set-checks'
  | 'operate'
  | 'announce'
  | 'respond'
  | 'decide'
  | 'write-notice'
  | 'release-notice'
  | 'manage-people'
  | 'send-telemetry'
  | 'machine'
  | 'ask-as-customer';

const every: readonly Permission[] = [
  'look',
  'look-sealed',
  'configure',
  'set-checks',
  'operate',
  'announce',
  'respond',
  'decide',
  'write-notice',
  'release-notice',
  'manage-people',
];

const granted: Readonly<Record<Role, readonly Permission[]>> = {
  owner: [...every, 'send-telemetry'],
  engineer: ['look', 'configure', 'set-checks', 'operate', 'announce', 'respond', 'send-telemetry'],
  privacy: ['look', 'look-sealed', 'respond', 'decide', 'write-notice', 'release-notice'],
  communicator: ['look', 'announce', 'write-notice', 'release-notice'],
  viewer: ['look'],
  sender: ['send-telemetry'],
  deployer: ['look', 'set-checks'],
  assessor: ['look', 'decide'],
  system: [
    'look',
    'look-sealed',
    'configure',
    'set-checks',
    'operate',
    'announce',
    'respond',
    'decide',
    'write-notice',
    'release-notice',
    'send-telemetry',
    'machine',
  ],
  public: ['ask-as-customer'],
};

/** Whether a role may do this. */
export function may(role: Role, permission: Permission): boolean {
  return granted[role].includes(permission);
}
