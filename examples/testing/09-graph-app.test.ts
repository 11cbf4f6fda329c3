/**
 * A bot that is not written with our kit: anything that takes a request and gives a response. It gets its registration, the lab's
 * network and the lab's time, and speaks Graph by itself. Its sounds are files; `knows` tells the lab what they say.
 *
 *     npx vitest run examples/testing/09-graph-app.test.ts
 */
import { withLab, type GraphApp } from 'rollcall/testing';
import { test } from 'vitest';
import { jingle } from './jingle.ts';

type Notifications = {
  readonly value: readonly {
    readonly resourceUrl: string;
    readonly resourceData: { readonly state?: string; readonly mediaState?: object };
  }[];
};

const app: GraphApp = {
  name: 'jingle',
  open({ fetch, baseUrl, tokenUrl, publicUrl, appId, secret }) {
    const form = {
      grant_type: 'client_credentials',
      client_id: appId,
      client_secret: secret,
      scope: 'https://graph.microsoft.com/.default',
    };
    const post = async (path: string, body: object): Promise<void> => {
      const token = (await (await fetch(tokenUrl, { method: 'POST', body: new URLSearchParams(form) })).json()) as {
        readonly access_token: string;
      };
      const headers = { authorization: `Bearer ${token.access_token}`, 'content-type': 'application/json' };
      await fetch(`${baseUrl}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
    };
    return async (request) => {
      if (request.method === 'GET') return new Response(jingle, { headers: { 'content-type': 'audio/wav' } });
      const { value } = (await request.json()) as Notifications;
      for (const { resourceUrl, resourceData } of value) {
        const mediaConfig = { '@odata.type': '#microsoft.graph.serviceHostedMediaConfig' };
        const mediaInfo = { '@odata.type': '#microsoft.graph.mediaInfo', uri: `${publicUrl}/jingle.wav` };
        if (resourceData.state === 'incoming')
          void post(`${resourceUrl}/answer`, { callbackUri: `${publicUrl}/calls`, acceptedModalities: ['audio'], mediaConfig });
        if (resourceData.mediaState)
          void post(`${resourceUrl}/playPrompt`, { prompts: [{ '@odata.type': '#microsoft.graph.mediaPrompt', mediaInfo }] });
      }
      return new Response(null, { status: 202 });
    };
  },
};

test('the jingle is heard', () =>
  withLab({ bots: { '555': app } }, async (lab) => {
    lab.knows('a jingle', jingle);
    const line = await lab.person('Ada').dial('555');
    await line.hears('a jingle');
    await line.hangsUp();
  }));
