/** An app that speaks Graph by itself, with Microsoft's own client and none of our kit: what the sample apps here have in common. */
import { Client } from '@microsoft/microsoft-graph-client';
import type { AppPlace, GraphApp } from 'rollcall/testing';

/** What Graph tells of a call or of an operation on it, as far as it is read here. */
type Notice = {
  readonly changeType: 'created' | 'updated' | 'deleted';
  readonly resourceUrl: string;
  readonly resourceData: {
    readonly '@odata.type': string;
    readonly state?: string;
    readonly mediaState?: { readonly audio?: string };
    readonly toneInfo?: { readonly sequenceId: number; readonly tone: string };
    readonly clientContext?: string;
    readonly status?: string;
  };
};

type Talk = {
  readonly call: string;
  readonly clock: AppPlace['clock'];
  readonly post: (path: string, body: object) => Promise<unknown>;
  readonly answer: () => Promise<unknown>;
  /** Has a file played; resolves when Graph has taken the request, and not when the file has been heard. */
  readonly play: (file: string) => Promise<unknown>;
};

type GraphAppWords = {
  readonly name: string;
  readonly files: Readonly<Record<string, Uint8Array>>;
  readonly onNotice: (notice: Notice, talk: Talk) => Promise<void>;
};

/** Takes notifications at `/calls`, and serves its files below `/files/`. What goes wrong is noted, and the app goes on. */
export function speaksGraph({ name, files, onNotice }: GraphAppWords): GraphApp {
  return {
    name,
    open: (place) => {
      const graph = clientOf(place);
      const troubles: unknown[] = [];
      const talkOf = (call: string): Talk => {
        const post: Talk['post'] = (path, body) => graph.api(`/communications/calls/${call}${path}`).post(body);
        return {
          call,
          clock: place.clock,
          post,
          answer: () =>
            post('/answer', { callbackUri: `${place.publicUrl}/calls`, acceptedModalities: ['audio'], mediaConfig: serviceHosted }),
          play: (file) => post('/playPrompt', { clientContext: file, prompts: [promptOf(`${place.publicUrl}/files/${file}.wav`)] }),
        };
      };
      return async (request) => {
        const { pathname } = new URL(request.url);
        if (request.method === 'GET') return served(files[pathname.split('/').at(-1)?.replace('.wav', '') ?? '']);
        const { value } = (await request.json()) as { readonly value: readonly Notice[] };
        for (const notice of value) {
          const [, call = ''] = /\/calls\/([^/]+)/.exec(notice.resourceUrl) ?? [];
          onNotice(notice, talkOf(call)).catch((error: unknown) => troubles.push(error));
        }
        return new Response(null, { status: 202 });
      };
    },
  };
}

const serviceHosted = { '@odata.type': '#microsoft.graph.serviceHostedMediaConfig' };

function promptOf(uri: string): object {
  return { '@odata.type': '#microsoft.graph.mediaPrompt', mediaInfo: { '@odata.type': '#microsoft.graph.mediaInfo', uri } };
}

function served(file: Uint8Array | undefined): Response {
  return file ? new Response(new Uint8Array(file), { headers: { 'content-type': 'audio/wav' } }) : new Response(null, { status: 404 });
}

/** Microsoft's client, on the lab's network. */
function clientOf(place: AppPlace): Client {
  let token: Token | undefined;
  const baseUrl = place.baseUrl.replace(/\/v1\.0$/, '');
  return Client.initWithMiddleware({
    baseUrl,
    defaultVersion: 'v1.0',
    middleware: {
      execute: async (context) => {
        if (!token || place.clock.wallMs() > token.untilMs) token = await tokenOf(place);
        const headers = new Headers(context.options?.headers);
        headers.set('authorization', `Bearer ${token.word}`);
        context.response = await place.fetch(context.request, { ...context.options, headers });
      },
    },
  });
}

type Token = { readonly word: string; readonly untilMs: number };

async function tokenOf({ fetch, clock, tokenUrl, appId, secret }: AppPlace): Promise<Token> {
  const scope = 'https://graph.microsoft.com/.default';
  const form = { grant_type: 'client_credentials', client_id: appId, client_secret: secret, scope };
  const response = await fetch(tokenUrl, { method: 'POST', body: new URLSearchParams(form) });
  const { access_token: word, expires_in: seconds } = (await response.json()) as {
    readonly access_token: string;
    readonly expires_in: number;
  };
  return { word, untilMs: clock.wallMs() + (seconds - 60) * 1_000 };
}
