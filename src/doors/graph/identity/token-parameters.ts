/** What a request for a token says, read once. */
import { graphAppId, graphAudience } from './access-token.ts';
import { assertionType } from './client-assertion.ts';
import { graphHosts, isOfThisMachine } from './login-host.ts';
import type { OauthFault } from './oauth-answer.ts';

export type TokenParameters = {
  readonly clientId: string;
  readonly secret: string | undefined;
  readonly assertion: string | undefined;
  readonly audience: string;
};

type Asked = { readonly version: 'v1' | 'v2'; readonly body: string; readonly authorization: string | null };

export function parametersOf({ version, body, authorization }: Asked, publicUrl: URL): TokenParameters | OauthFault {
  const form = new URLSearchParams(body);
  const twice = [...form.keys()].find((name) => form.getAll(name).length > 1);
  if (twice !== undefined) return bad(9002313, `The request is malformed: '${twice.slice(0, 50)}' is in it more than once.`);
  const value = (name: string): string | undefined => form.get(name) || undefined;
  const [basicId, basicSecret] = authorization === null ? [] : basicCredentials(authorization);
  const grant = value('grant_type');
  if (grant === undefined) return missing('grant_type');
  if (grant !== 'client_credentials')
    return { ...bad(70003, `The app requested an unsupported grant type '${grant.slice(0, 100)}'; use client_credentials.`), error: 'unsupported_grant_type' }; // prettier-ignore
  const clientId = value('client_id') ?? basicId;
  if (!clientId) return missing('client_id');
  if (basicId && basicId.toLowerCase() !== clientId.toLowerCase())
    return bad(9002313, 'The request is malformed: the Authorization header names another client than client_id does.');
  const assertion = value('client_assertion');
  const type = value('client_assertion_type');
  if (assertion !== undefined && type === undefined) return missing('client_assertion_type');
  if (type !== undefined && assertion === undefined) return missing('client_assertion');
  if (type !== undefined && type !== assertionType) return bad(9002313, `The request is malformed: client_assertion_type must be '${assertionType}'.`); // prettier-ignore
  const secret = value('client_secret') ?? basicSecret;
  if (secret !== undefined && assertion !== undefined) return bad(9002313, 'The request is malformed: it has a secret and an assertion; send one of them.'); // prettier-ignore
  const audience = version === 'v1' ? resourceOf(value('resource'), publicUrl) : scopeOf(value('scope') ?? '', publicUrl);
  return typeof audience === 'string' ? { clientId, secret, assertion, audience } : audience;
}

function scopeOf(scope: string, publicUrl: URL): string | OauthFault {
  if (!/^\S+\/\.default$/.test(scope))
    return { ...bad(1002012, `The provided value for scope ${scope.slice(0, 200)} is not valid. It must end with '/.default'.`), error: 'invalid_scope' }; // prettier-ignore
  const audience = audienceOf(scope.slice(0, -'/.default'.length), publicUrl);
  return audience ?? { ...notFound(scope.slice(0, -'/.default'.length)), error: 'invalid_scope' };
}

function resourceOf(resource: string | undefined, publicUrl: URL): string | OauthFault {
  if (resource === undefined) return missing('resource');
  return audienceOf(resource, publicUrl) ?? { ...notFound(resource), error: 'invalid_resource' };
}

/** Graph by its name or id; or by where it is here, which older configurations take for its name. */
function audienceOf(resource: string, publicUrl: URL): string | undefined {
  if (resource === graphAppId) return graphAppId;
  const named = resource.replace(/\/$/, '');
  if (!URL.canParse(named)) return undefined;
  const { origin, hostname, protocol } = new URL(named);
  if (origin !== named) return undefined;
  if (protocol === 'https:' && graphHosts.has(hostname)) return origin;
  return origin === publicUrl.origin || isOfThisMachine(hostname) ? graphAudience : undefined;
}

/** `Basic` with both parts form-encoded (RFC 6749 §2.3.1); nothing where it is not of that form. */
function basicCredentials(authorization: string): readonly [id?: string, secret?: string | undefined] {
  const [, encoded] = /^Basic +(\S+)$/i.exec(authorization) ?? [];
  if (encoded === undefined) return [];
  const [id = '', ...secret] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
  const decoded = (text: string): string => decodeURIComponent(text.replaceAll('+', ' '));
  try {
    return [decoded(id), decoded(secret.join(':')) || undefined];
  } catch {
    return [];
  }
}

function missing(name: string): OauthFault {
  return bad(900144, `The request body must contain the following parameter: '${name}'.`);
}

function notFound(resource: string): OauthFault {
  return bad(500011, `The resource principal named ${resource.slice(0, 200)} was not found; ask for ${graphAudience}/.default.`);
}

function bad(code: number, text: string): OauthFault {
  return { status: 400, error: 'invalid_request', code, text };
}
