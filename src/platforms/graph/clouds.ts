/** Where Microsoft answers: one row for each national cloud, and what of it is documented for calls. */

export type CloudName = 'global' | 'usGovHigh' | 'usGovDod' | 'china';

export type Cloud = {
  /** For people. */
  readonly title: string;
  /** Graph's root without a version, which is the audience of tokens too. */
  readonly graph: string;
  readonly login: string;
  /** The OpenID configuration that leads to the keys which sign notifications. */
  readonly openIdUrl: string;
  /** Who signs notifications. */
  readonly issuers: readonly string[];
  /** False where Microsoft documents the keys and the issuer for messages to bots, but says nothing of calls: try it before you rely on it. */
  readonly isDocumentedForCalls: boolean;
};

/** Source: Graph docs, concepts/deployments; Teams docs, calls-and-meetings/call-notifications; Bot Framework's published constants for the others. */
export const clouds: Readonly<Record<CloudName, Cloud>> = {
  global: {
    title: 'Microsoft Teams',
    graph: 'https://graph.microsoft.com',
    login: 'https://login.microsoftonline.com',
    openIdUrl: 'https://api.aps.skype.com/v1/.well-known/OpenIdConfiguration',
    // Microsoft's samples accept the second as well.
    issuers: ['https://api.botframework.com', 'https://graph.microsoft.com'],
    isDocumentedForCalls: true,
  },
  usGovHigh: {
    title: 'Microsoft Teams for US government, GCC High (L4)',
    graph: 'https://graph.microsoft.us',
    login: 'https://login.microsoftonline.us',
    openIdUrl: 'https://login.botframework.azure.us/v1/.well-known/openidconfiguration',
    issuers: ['https://api.botframework.us', 'https://graph.microsoft.us'],
    isDocumentedForCalls: false,
  },
  usGovDod: {
    title: 'Microsoft Teams for US government, DoD (L5)',
    graph: 'https://dod-graph.microsoft.us',
    login: 'https://login.microsoftonline.us',
    openIdUrl: 'https://login.botframework.azure.us/v1/.well-known/openidconfiguration',
    issuers: ['https://api.botframework.us', 'https://dod-graph.microsoft.us'],
    isDocumentedForCalls: false,
  },
  china: {
    title: 'Microsoft Teams operated by 21Vianet',
    graph: 'https://microsoftgraph.chinacloudapi.cn',
    login: 'https://login.partner.microsoftonline.cn',
    openIdUrl: 'https://login.botframework.azure.cn/v1/.well-known/openidconfiguration',
    issuers: ['https://api.botframework.azure.cn', 'https://microsoftgraph.chinacloudapi.cn'],
    isDocumentedForCalls: false,
  },
};

/** Whom tokens are for that open this Graph; our own switchboards answer to the global cloud's name. */
export function audienceOf(baseUrl: string): string {
  return cloudAt(baseUrl).graph;
}

/** Who may sign the notifications of this Graph. */
export function issuersOf(baseUrl: string): readonly string[] {
  return cloudAt(baseUrl).issuers;
}

function cloudAt(baseUrl: string): Cloud {
  return Object.values(clouds).find(({ graph }) => baseUrl.toLowerCase().startsWith(`${graph}/`)) ?? clouds.global;
}
