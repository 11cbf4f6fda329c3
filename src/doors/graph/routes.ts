/** Which of the door's services an address belongs to; Graph's own paths in any case and by any of their names. */
import { documentedCommand, isDocumentedPath } from './permissions.ts';

export type Route =
  | { readonly kind: 'token'; readonly tenant: string }
  | { readonly kind: 'tenantDocument' }
  | { readonly kind: 'notificationDocument' }
  | { readonly kind: 'keys' }
  | { readonly kind: 'recording'; readonly recordingId: string }
  /** `template` is the path in lower case with `{id}` for ids: `/communications/calls/{id}/playprompt`. */
  | { readonly kind: 'command'; readonly version: string; readonly template: string; readonly callId: string | undefined }
  /** A part of Graph that is documented and not here, or no part of Graph. */
  | { readonly kind: 'elsewhere'; readonly isDocumented: boolean };

export function routeOf(pathname: string): Route | undefined {
  const segments = decoded(pathname);
  const [first = '', second = '', third = '', fourth = ''] = segments.map((segment) => segment.toLowerCase());
  if (segments.length === 2 && first === 'recordings') return { kind: 'recording', recordingId: segments[1] ?? '' };
  if (first === 'v1' && second === '.well-known') {
    if (third === 'openidconfiguration') return { kind: 'notificationDocument' };
    return third === 'keys' ? { kind: 'keys' } : undefined;
  }
  if (first === 'v1.0' || first === 'beta') return graphRoute(first, segments.slice(1));
  // Older SDKs leave the version out.
  if (first === 'app' || first === 'communications') return graphRoute('v1.0', segments);
  if (second === 'oauth2' && third === 'v2.0' && fourth === 'token') return { kind: 'token', tenant: segments[0] ?? '' };
  if (second === 'v2.0' && third === '.well-known' && fourth === 'openid-configuration') return { kind: 'tenantDocument' };
  if (second === 'discovery' && third === 'v2.0' && fourth === 'keys') return { kind: 'keys' };
  return undefined;
}

/** Collections below a call whose next segment is an id, unless it is one of the actions named. */
const collections: Readonly<Record<string, readonly string[]>> = {
  participants: ['invite', 'muteall', 'admitallfromlobby', 'configuremixer', 'lowerallhands'],
  audioroutinggroups: [],
  contentsharingsessions: [],
  operations: [],
};

function graphRoute(version: string, segments: readonly string[]): Route {
  const [root = '', set = ''] = segments.map((segment) => segment.toLowerCase());
  if ((root !== 'communications' && root !== 'app') || set !== 'calls') return { kind: 'elsewhere', isDocumented: isOtherGraph(root, set) };
  const template = ['', 'communications', 'calls'];
  let callId: string | undefined;
  for (const [index, segment] of segments.slice(2).entries()) {
    const name = segment.toLowerCase().replace(/^microsoft\.graph\./, '');
    const actions = index === 0 ? ['logteleconferencedevicequality', '$count'] : collections[template.at(-1) ?? ''];
    const isId = actions !== undefined && !actions.includes(name);
    if (isId && index === 0) callId = segment;
    template.push(isId ? '{id}' : name);
  }
  return { kind: 'command', version, template: template.join('/'), callId };
}

/** In the metadata, though not in the permission table. */
const alsoDocumented = [
  '/communications/calls/$count',
  '/communications/calls/{id}/record',
  '/communications/calls/{id}/operations',
  '/communications/calls/{id}/operations/{id}',
];

/** What is to be said of a command that is not served: no such path, no such method, or not here yet. */
export function unserved(method: string, template: string): 'unknown-path' | 'wrong-method' | 'not-implemented' {
  if (documentedCommand(method, template) || alsoDocumented.includes(template)) return 'not-implemented';
  if (template === '/communications/calls' && method === 'GET') return 'not-implemented';
  if (template === '/communications/calls/{id}' && method === 'PATCH') return 'not-implemented';
  return isDocumentedPath(template) ? 'wrong-method' : 'unknown-path';
}

function isOtherGraph(root: string, set: string): boolean {
  const inCommunications = [
    'onlinemeetings',
    'callrecords',
    'presences',
    'getpresencesbyuserid',
    'adhoccalls',
    'onlinemeetingconversations',
  ];
  if (root === 'communications' || root === 'app') return inCommunications.includes(set.replace(/^microsoft\.graph\./, ''));
  return ['users', 'me', 'groups', 'teams', 'chats', 'subscriptions', 'applications', 'serviceprincipals'].includes(root);
}

function decoded(pathname: string): readonly string[] {
  return pathname
    .split('/')
    .filter((segment) => segment !== '')
    .map((segment) => {
      try {
        return decodeURIComponent(segment);
      } catch {
        return segment;
      }
    });
}
