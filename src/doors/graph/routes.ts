/** Which of the door's services an address belongs to; Graph's own paths in any case and by any of their names. */
export type Route =
  | { readonly kind: 'token'; readonly tenant: string; readonly version: 'v1' | 'v2' }
  | { readonly kind: 'tenantDocument'; readonly tenant: string; readonly version: 'v1' | 'v2' }
  | { readonly kind: 'instanceDocument' }
  | { readonly kind: 'notificationDocument' }
  | { readonly kind: 'keys' }
  | { readonly kind: 'recording'; readonly recordingId: string }
  /** `template` is the path in lower case with `{id}` for ids: `/communications/calls/{id}/playprompt`. */
  | {
      readonly kind: 'command';
      readonly version: string;
      readonly template: string;
      readonly callId: string | undefined;
      /** Of what is below the call: a participant, a routing group, an operation. */
      readonly itemId: string | undefined;
    }
  /** A part of Graph that is documented and not here, or no part of Graph. */
  | { readonly kind: 'elsewhere'; readonly isDocumented: boolean };

export function routeOf(pathname: string): Route | undefined {
  const segments = decoded(pathname);
  const [first = '', second = '', third = ''] = segments.map((segment) => segment.toLowerCase());
  if (segments.length === 2 && first === 'recordings') return { kind: 'recording', recordingId: segments[1] ?? '' };
  // Where the real calling service has them.
  if (first === 'v1' && second === 'keys' && segments.length === 2) return { kind: 'keys' };
  if (first === 'v1' && second === '.well-known') {
    if (third === 'openidconfiguration') return { kind: 'notificationDocument' };
    return third === 'keys' ? { kind: 'keys' } : undefined;
  }
  if (first === 'v1.0' || first === 'beta') return graphRoute(first, segments.slice(1));
  // Older SDKs leave the version out.
  if (first === 'app' || first === 'communications') return graphRoute('v1.0', segments);
  return identityRoute(segments);
}

/** Paths of the identity platform begin with a tenant; those without `v2.0` are its older version. */
function identityRoute([tenant = '', ...rest]: readonly string[]): Route | undefined {
  switch (rest.join('/').toLowerCase()) {
    case 'oauth2/v2.0/token':
      return { kind: 'token', tenant, version: 'v2' };
    case 'oauth2/token':
      return { kind: 'token', tenant, version: 'v1' };
    case 'v2.0/.well-known/openid-configuration':
      return { kind: 'tenantDocument', tenant, version: 'v2' };
    case '.well-known/openid-configuration':
      return { kind: 'tenantDocument', tenant, version: 'v1' };
    case 'discovery/v2.0/keys':
    case 'discovery/keys':
      return { kind: 'keys' };
    case 'discovery/instance':
      return { kind: 'instanceDocument' };
    default:
      return undefined;
  }
}

/** Collections below a call whose next segment is an id, unless it is one of the actions named. */
const collections: Readonly<Record<string, readonly string[]>> = {
  participants: ['invite', 'muteall', 'admitallfromlobby', 'configuremixer', 'lowerallhands', '$count'],
  audioroutinggroups: ['$count'],
  contentsharingsessions: ['$count'],
  operations: ['$count'],
};

function graphRoute(version: string, segments: readonly string[]): Route {
  const parts = segments.flatMap(keyed);
  const [root = '', set = ''] = parts.map(({ text }) => text.toLowerCase());
  if ((root !== 'communications' && root !== 'app') || set !== 'calls') return { kind: 'elsewhere', isDocumented: isOtherGraph(root, set) };
  const template = ['', 'communications', 'calls'];
  let callId: string | undefined;
  let itemId: string | undefined;
  for (const [index, { text, isKey }] of parts.slice(2).entries()) {
    const name = text.toLowerCase().replace(/^microsoft\.graph\./, '');
    const actions = index === 0 ? ['logteleconferencedevicequality', '$count'] : collections[template.at(-1) ?? ''];
    const isId = actions !== undefined && (isKey || !actions.includes(name));
    if (isId && index === 0) callId = text;
    else if (isId) itemId ??= text;
    template.push(isId ? '{id}' : name);
  }
  return { kind: 'command', version, template: template.join('/'), callId, itemId };
}

/** `calls('x')` is a name and a key, as `calls/x` is. Source: OData 4.01, URL conventions §4.3.1. */
export function keyed(segment: string): readonly { readonly text: string; readonly isKey: boolean }[] {
  const [, word, key] = /^([\w.$]+)\('((?:[^']|'')*)'\)$/.exec(segment) ?? [];
  if (word === undefined || key === undefined) return [{ text: segment, isKey: false }];
  return [
    { text: word, isKey: false },
    { text: key.replaceAll("''", "'"), isKey: true },
  ];
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
