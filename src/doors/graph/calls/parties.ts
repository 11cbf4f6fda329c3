/** Who takes part in a call as Graph's identities, as far as the app that is told may see them. */
import { createHash } from 'node:crypto';
import type { AppEntry, Party } from '../../../switchboard/directory.ts';
import type { IdentitySet, ParticipantInfo } from '../../../wire/graph/identity.ts';

/** An app without any permission to call learns of people that they are there, and not who they are. Source: Graph docs, api/call-answer. */
export type Viewer = { readonly appId: string; readonly seesUsers: boolean };

/** How much an app sees in a tenant. */
export function viewerOf({ appId, grants }: Pick<AppEntry, 'appId' | 'grants'>, tenantId: string): Viewer {
  return { appId, seesUsers: (grants[tenantId] ?? []).some((each) => each.startsWith('Calls.')) };
}

/** As captured: with tenant and provider, which the metadata do not declare. */
export function identityOf({ kind, id, name, tenantId }: Party, viewer: Viewer): IdentitySet {
  const set = { '@odata.type': '#microsoft.graph.communicationsIdentitySet' };
  const type = { '@odata.type': '#microsoft.graph.identity' };
  switch (kind) {
    case 'person':
      if (!viewer.seesUsers) return { ...set, encrypted: { ...type, id: encrypted(id, viewer) } };
      return { ...set, user: { ...type, id, displayName: name === '' ? null : name, tenantId, identityProvider: 'AAD' } };
    case 'app':
      return { ...set, application: { ...type, id, displayName: name, tenantId } };
    case 'guest':
      return { ...set, guest: { ...type, id, displayName: name } };
    case 'nobody':
      return { ...set, phone: { ...type, id } };
  }
}

export function participantInfoOf(party: Party, viewer: Viewer): ParticipantInfo {
  return {
    '@odata.type': '#microsoft.graph.participantInfo',
    identity: identityOf(party, viewer),
    endpointType: 'default',
    region: null,
    languageId: null,
    countryCode: null,
  };
}

/** The same person is the same to the same app, and another to any other. */
function encrypted(userId: string, { appId }: Viewer): string {
  return createHash('sha256').update(`${appId} may not know ${userId}`).digest('base64url');
}
