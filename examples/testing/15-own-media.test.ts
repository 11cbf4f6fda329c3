/**
 * A media worker that is not written with our kit: it opens a session of the media bridge, answers with the session's blob, and then hears
 * and speaks in frames of 20 ms. This one gives back whatever it hears.
 *
 *     npx vitest run examples/testing/15-own-media.test.ts
 */
import { withLab, type GraphApp } from 'rollcall/testing';
import { test } from 'vitest';

type Notifications = { readonly value: readonly { readonly resourceUrl: string; readonly resourceData: { readonly state?: string } }[] };

const echo: GraphApp = {
  name: 'echo',
  open({ fetch, baseUrl, tokenUrl, publicUrl, appId, secret, bridge }) {
    const form = {
      grant_type: 'client_credentials',
      client_id: appId,
      client_secret: secret,
      scope: 'https://graph.microsoft.com/.default',
    };
    const answer = async (resourceUrl: string): Promise<void> => {
      const token = (await (await fetch(tokenUrl, { method: 'POST', body: new URLSearchParams(form) })).json()) as {
        readonly access_token: string;
      };
      const { blob, connect } = await bridge();
      const mediaConfig = { '@odata.type': '#microsoft.graph.appHostedMediaConfig', blob };
      const headers = { authorization: `Bearer ${token.access_token}`, 'content-type': 'application/json' };
      const body = JSON.stringify({ callbackUri: `${publicUrl}/calls`, acceptedModalities: ['audio'], mediaConfig });
      await fetch(`${baseUrl}${resourceUrl}/answer`, { method: 'POST', headers, body });
      const end = await connect({ frame: ({ kind, media }) => void (kind === 'mixed' && end.frame({ kind: 'sound' }, media)) });
      end.order({ kind: 'hear', mixed: true, apart: 'none' });
    };
    return async (request) => {
      const { value } = (await request.json()) as Notifications;
      for (const { resourceUrl, resourceData } of value) if (resourceData.state === 'incoming') void answer(resourceUrl);
      return new Response(null, { status: 202 });
    };
  },
};

test('what is said comes back', () =>
  withLab({ bots: { '555': echo } }, async (lab) => {
    const line = await lab.person('Ada').dial('555');
    await line.isAnswered();
    await line.says('Is anybody there?');
    await line.hears('Is anybody there?');
    await line.hangsUp();
  }));
