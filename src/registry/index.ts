export { type GroupRules, groupsShape, joinGroupRules } from './checks/group-rules.ts';
export { agentLine, collectorConfig, prometheusConfig } from './collector-config.ts';
export { findKey } from './find-key.ts';
export { findInvitation, listInvitations, requireInvitationToken } from './invitations.ts';
export { listEveryShop } from './list-every-shop.ts';
export { findPublicShop, publicSlug } from './public-shop.ts';
export { readGroupRules } from './read-group-rules.ts';
export { readMemberNames } from './read-member-names.ts';
export {
  findShop,
  listKeys,
  listMembers,
  listMemberships,
  listOrganisations,
  listShops,
  listSources,
  type Membership,
} from './readers.ts';
export { resolvePeople } from './resolve-people.ts';
export { acceptInvitation } from './verbs/accept-invitation.ts';
export { addSource } from './verbs/add-source.ts';
export { changePassword } from './verbs/change-password.ts';
export { changeRole } from './verbs/change-role.ts';
export { changeShop } from './verbs/change-shop.ts';
export { createOrganisation } from './verbs/create-organisation.ts';
export { importPeople } from './verbs/import-people.ts';
export { invitePerson } from './verbs/invite-person.ts';
export { makeKey } from './verbs/make-key.ts';
export { noteAccess } from './verbs/note-access.ts';
export { noteRefusedSignIn } from './verbs/note-refused-sign-in.ts';
export { pinSender } from './verbs/pin-sender.ts';
export { registerShop } from './verbs/register-shop.ts';
export { removePasskey } from './verbs/remove-passkey.ts';
export { removePerson } from './verbs/remove-person.ts';
export { removeSource } from './verbs/remove-source.ts';
export { rescuePerson } from './verbs/rescue-person.ts';
export { revokeKey } from './verbs/revoke-key.ts';
export { revokeSession } from './verbs/revoke-session.ts';
export { setSourceZone } from './verbs/set-source-zone.ts';
export { setUp } from './verbs/set-up.ts';
export { withdrawInvitation } from './verbs/withdraw-invitation.ts';
