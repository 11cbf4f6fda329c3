/** What a configuration names and this machine cannot make. */
import { expect, test } from 'vitest';
import { realClock } from '../../base/clock.ts';
import { ConfiguredSpeech, orUnmade } from './configured-speech.ts';

test('a recogniser that cannot be made keeps its place, says why, and recognises nothing', async () => {
  await using speech = new ConfiguredSpeech({ recognisers: [{ kind: 'sherpa', manifest: '/no/such/model.json' }] }, { clock: realClock() });
  const [standIn] = speech.recognisers.map(orUnmade);
  expect(await standIn?.missing()).toMatch(/no\/such\/model/);
  const heard = async (): Promise<void> => {
    for await (const _ of standIn?.recognise((async function* () {})()) ?? []) throw new Error('it recognised something');
  };
  await expect(heard()).rejects.toMatchObject({ code: 'speech/no-provider' });
});
